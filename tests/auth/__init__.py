"""What admits the harness to a target: tokens that end, certificates, proxies; and who never hears of them."""
