"""What hears collected clips: which network it says it is, and what is kept of its answers."""

from types import SimpleNamespace

import numpy as np
import pytest

from spotpop.dataset.embedder import ModelEmbedder, load_embedder
from spotpop.errors import ModelDamaged, ModelMissing
from spotpop.model.model import load_model
from spotpop.model.patches import heard_patches
from spotpop.model.prediction import PatchOutputs
from spotpop.model.registry import find_model
from tests.sounds import tone
from tests.unit.model.heard import demo_analysis

FILES = {"audio.tflite": "fractions", "audio.int8.tflite": "integers"}


class Model:
    """Reads three patches of a clip; notes how it was asked."""

    name = "made up"

    def __init__(self, *, files=FILES, parts=None, precision="int8"):
        self.folder = SimpleNamespace(files=files, parts={"audio": {"patches": 3}} if parts is None else parts)
        self.runtime = SimpleNamespace(precision=precision)
        self.asked = []

    def read(self, analyses, *, moments):
        self.asked.append((len(analyses), moments))
        descriptors = {"energy": 0.5, "key": 9.0, "tempo": 120.0}
        outputs = PatchOutputs(
            patches=np.zeros((3, 187, 96), np.float32),
            starts_s=np.arange(3.0),
            embedding=np.full((3, 200), 0.25, np.float32),
            tags=np.full((3, 50), 0.75, np.float32),
        )
        return [SimpleNamespace(descriptors=descriptors, outputs=outputs) for _ in analyses]


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
    assert (embedding == 0.25).all()
    assert (tags == 0.75).all()
    assert descriptors == {"energy": 0.5, "tempo": 120.0}
    assert model.asked == [(1, False)]  # once, and nobody looks at moments


def test_what_is_kept_is_what_the_network_says_of_each_patch():
    embedder = load_embedder("default")
    analysis = demo_analysis()
    embedding, tags, descriptors = embedder.embed(analysis)
    model = load_model("default", precision="int8")
    patches, _ = heard_patches(analysis.clip.samples, analysis.clip.sample_rate_hz, embedder.n_patches)
    answers = model.runtime.run("audio", {"patches": patches})
    assert np.array_equal(embedding, answers["embedding"])
    assert np.array_equal(tags, answers["tags"])
    assert "key" not in descriptors
    assert descriptors.items() <= model.read([analysis], moments=False)[0].descriptors.items()


def test_all_rows_of_a_table_are_heard_in_integers_whatever_the_processor(monkeypatch):
    monkeypatch.setenv("SPOTPOP_PRECISION", "float")
    shipped = find_model("default")
    assert load_embedder().digest == shipped.files["audio.int8.tflite"]
    assert load_embedder("default").n_patches == shipped.parts["audio"]["patches"]


def test_a_model_that_is_not_there_is_missing():
    with pytest.raises(ModelMissing):
        load_embedder("nowhere")
