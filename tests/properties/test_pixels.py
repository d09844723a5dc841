"""Images are what they are said to be: their frames can be cut out and decoded to what they were made of."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID

from dicomweb_conformance.properties.datasets import file_of
from dicomweb_conformance.properties.pixels import MadeImage, images
from dicomweb_conformance.study import Instance, Reference

UIDS = {"StudyInstanceUID": "1.2.3", "SeriesInstanceUID": "1.2.3.4", "SOPInstanceUID": "1.2.3.4.5"}
FEW = settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


def written(example: MadeImage, folder: str) -> Instance:
    made = example.dataset
    path = Path(folder) / "example.dcm"
    path.write_bytes(file_of(made, UIDS, "P", "A"))
    return Instance("example", path, Reference(*UIDS.values()), made.SOPClassUID, made.transfer_syntax, made.decoded)


@FEW
@given(images())
def test_an_image_is_read_as_it_was_laid_out(example: MadeImage) -> None:
    with TemporaryDirectory() as folder:
        instance = written(example, folder)
        layout, ds = example.layout, instance.ds
        assert instance.number_of_frames == layout.frames
        assert (ds.Rows, ds.Columns, ds.SamplesPerPixel) == (layout.rows, layout.columns, layout.samples)
        assert (ds.BitsStored, ds.PixelRepresentation) == (layout.bits_stored, int(layout.signed))
        frames = [instance.decoded_frame(number) for number in range(1, layout.frames + 1)]
        size = layout.rows * layout.columns * layout.samples * layout.bits_allocated // 8
        assert {len(frame) for frame in frames} == {size}
        if not UID(example.dataset.transfer_syntax).is_encapsulated and not layout.packed:
            values = pixel_array(ds)
            most = 1 << layout.bits_stored
            assert int(values.max()) - int(values.min()) < most


@FEW
@given(images())
def test_compressed_frames_decode_to_what_they_were_made_of(example: MadeImage) -> None:
    if UID(example.dataset.transfer_syntax).is_encapsulated:
        with TemporaryDirectory() as folder:
            instance = written(example, folder)
            decoded = pixel_array(instance.ds, raw=True)
            assert decoded.tobytes() == b"".join(instance.decoded)


def test_many_frames_odd_sizes_signs_and_compressions_are_met() -> None:
    met: list[MadeImage] = []

    @FEW
    @given(images())
    def noted(example: MadeImage) -> None:
        met.append(example)

    noted()
    assert any(image.layout.frames > 16 for image in met)
    assert any(image.layout.signed for image in met)
    assert any(image.layout.rows * image.layout.columns * image.layout.samples % 2 for image in met)
    assert len({image.dataset.transfer_syntax for image in met}) >= 4
