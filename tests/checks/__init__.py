"""Each check fails where it must and passes where it must."""
