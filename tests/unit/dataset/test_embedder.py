"""What hears collected clips: which network it says it is, and what is kept of its answers."""

from types import SimpleNamespace

import numpy as np
import pytest

from spotpop.dataset.embedder import ModelEmbedder, load_embedder
from spotpop.errors import ModelDamaged, ModelMissing
from spotpop.model.registry import find_model
from tests.sounds import tone

FILES = {"audio.tflite": "fractions", "audio.int8.tflite": "integers"}


class Model:
    """Answers with the mean of each patch; notes how it was asked."""

    name = "made up"

    def __init__(self, *, files=FILES, parts=None, precision="int8"):
        self.folder = SimpleNamespace(files=files, parts={"audio": {"patches": 3}} if parts is None else parts)
        self.runtime = SimpleNamespace(precision=precision, run=self.run)
        self.asked = []

    def run(self, graph, inputs):
        self.asked.append((graph, inputs["patches"].shape))
        level = inputs["patches"].mean(axis=(1, 2))
        return {"embedding": np.tile(level[:, None], 200), "tags": np.tile(level[:, None], 50)}

    def read(self, analyses, *, moments):
        self.asked.append(("read", moments))
        return [SimpleNamespace(descriptors={"energy": 0.5, "key": 9.0, "tempo": 120.0}) for _ in analyses]


@pytest.mark.parametrize(
    ("precision", "files", "digest"),
    [("int8", FILES, "integers"), ("float", FILES, "fractions"), ("int8", {"audio.tflite": "fractions"}, "fractions")],
)
def test_it_is_known_by_the_file_that_answers(precision, files, digest):
    assert ModelEmbedder(Model(precision=precision, files=files)).digest == digest


@pytest.mark.parametrize("wrong", [{"parts": {}}, {"files": {}}])
def test_a_model_that_hears_nothing_is_damaged(wrong):
    with pytest.raises(ModelDamaged, match="made up"):
        ModelEmbedder(Model(**wrong))


def test_every_patch_is_kept_and_descriptors_without_the_key():
    model = Model()
    embedder = ModelEmbedder(model)
    assert embedder.n_patches == 3
    embedding, tags, descriptors = embedder.embed(SimpleNamespace(clip=tone(440, seconds=6)))
    assert (embedding.shape, tags.shape) == ((3, 200), (3, 50))
    assert (embedding > 0).all()
    assert descriptors == {"energy": 0.5, "tempo": 120.0}
    assert model.asked == [("audio", (3, 187, 96)), ("read", False)]  # nobody looks at moments


def test_all_rows_of_a_table_are_heard_in_integers_whatever_the_processor(monkeypatch):
    monkeypatch.setenv("SPOTPOP_PRECISION", "float")
    shipped = find_model("default")
    assert load_embedder().digest == shipped.files["audio.int8.tflite"]
    assert load_embedder("default").n_patches == shipped.parts["audio"]["patches"]


def test_a_model_that_is_not_there_is_missing():
    with pytest.raises(ModelMissing):
        load_embedder("nowhere")
