"""More of a thing than a page, a counter of one byte, or a buffer of a megabyte holds."""

from dicomweb_conformance.samples.instances import pattern, small_image
from dicomweb_conformance.samples.multiframe import multi_frame_image
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample


def hundred_images() -> list[NamedDataset]:
    """A hundred images in one series, and one in another."""
    return [
        NamedDataset(f"image-{number}", small_image("hundred-images", series=1 + number // 101, number=number))
        for number in range(1, 102)
    ]


def many_frames() -> list[NamedDataset]:
    """More frames than a byte counts."""
    return [NamedDataset("image", multi_frame_image("many-frames", pattern(260, 4, 4, bits=16), bits_stored=16))]


def large_frame() -> list[NamedDataset]:
    """One frame of 1.5 MiB."""
    return [NamedDataset("image", multi_frame_image("large-frame", pattern(1, 768, 1024, bits=12), bits_stored=12))]


SAMPLES = (
    Sample("hundred-images", "A hundred images in a series, and one in another", "images", hundred_images),
    Sample("many-frames", "260 frames of 4 x 4 pixels, 16 bits", "frames", many_frames, optional=True),
    Sample("large-frame", "A frame of 768 x 1024 pixels, 12 bits stored of 16", "frames", large_frame, optional=True),
)
