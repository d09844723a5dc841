"""Frames that are only held with loss."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dicomweb_conformance.checks.frames_lossy import lossy_frame
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.study import Instance
from tests.checks.frames_made import PAGE, alone, in_parts, octets, part, sample


@pytest.fixture
def jpeg(tmp_path: Path) -> Instance:
    return sample("jpeg-baseline", tmp_path).instance("image")


def _decoded(jpeg: Instance, mode: str) -> bytes:
    with Image.open(BytesIO(jpeg.frame(1))) as image:
        return np.asarray(image.convert(mode)).tobytes()


@pytest.mark.parametrize("mode", ["RGB", "YCbCr"])
def test_samples_may_come_in_either_colour_space(jpeg: Instance, mode: str) -> None:
    lossy_frame(octets([_decoded(jpeg, mode)]), jpeg)


def test_decoders_may_differ_a_little(jpeg: Instance) -> None:
    samples = np.frombuffer(_decoded(jpeg, "RGB"), np.uint8)
    lossy_frame(octets([(samples ^ 3).tobytes()]), jpeg)


def test_the_code_stream_or_a_refusal_will_do(jpeg: Instance) -> None:
    lossy_frame(in_parts(part(jpeg.frame(1), "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50")), jpeg)
    lossy_frame(alone(b"", None, 406), jpeg)


def test_other_pictures_and_other_answers_are_wrong(jpeg: Instance) -> None:
    right = _decoded(jpeg, "RGB")
    for response in (octets([right[:-3]]), octets([right[::-1]]), octets([jpeg.frame(1)]), alone(b"", None, 500), PAGE):
        with pytest.raises(Nonconformity):
            lossy_frame(response, jpeg)
