"""Run the original TensorFlow 1 graph of MusiCNN, as it lies in PyPI's `musicnn` wheel, and write down what it says.

The weights' own graph (``.meta``) is run, not a rebuilt one. Its input is what the wheel's ``extractor.py`` would feed
it: librosa's mel-spectrogram at 16 kHz, here in float32 (the original rounds to float16, which overflows on loud
music).

    python -m tests.golden.musicnn_original musicnn-0.1.0-py3-none-any.whl SONG tests/golden/musicnn.json
"""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

import librosa
import numpy as np

from spotpop.audio.decode import decode
from spotpop.model.patches import resample

PREFIX = "musicnn/MTT_musicnn/"
STARTS = (187, 561, 935)
"""Frames at which the checked patches start."""


def original_outputs(wheel, patches):
    """Return the penultimate layer (n, 200) and the tags' probabilities (n, 50) for log-mel patches (n, 187, 96)."""
    import tensorflow as tf

    with tempfile.TemporaryDirectory() as place:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(place, [name for name in archive.namelist() if name.startswith(PREFIX + ".")])
        meta = tf.compat.v1.MetaGraphDef()
        meta.ParseFromString(Path(place, PREFIX, ".meta").read_bytes())
        for node in meta.graph_def.node:
            node.attr.pop("_output_shapes", None)  # written by TensorFlow 1, refused by TensorFlow 2 for gradients
            node.device = ""
        outputs = ["model/batch_normalization_10/batchnorm/add_1", "model/dense_1/BiasAdd"]
        wanted = tf.compat.v1.graph_util.extract_sub_graph(meta.graph_def, outputs)
        variables = [node.name for node in wanted.node if node.op == "VariableV2"]
        assigns = {node.input[0]: node.name for node in meta.graph_def.node if node.op == "Assign"}
        graph_def = tf.compat.v1.graph_util.extract_sub_graph(
            meta.graph_def, outputs + [assigns[name] for name in variables]
        )
        reader = tf.compat.v1.train.NewCheckpointReader(f"{place}/{PREFIX}")
        with tf.Graph().as_default() as graph:
            tf.import_graph_def(graph_def, name="")
            with tf.compat.v1.Session(graph=graph) as session:
                for name in variables:
                    assign = graph.get_operation_by_name(assigns[name])
                    session.run(assign, {assign.inputs[1]: reader.get_tensor(name)})
                feed = {"model/Placeholder:0": patches, "model/Placeholder_2:0": False}
                embedding, logits = session.run([f"{name}:0" for name in outputs], feed)
    return embedding, 1 / (1 + np.exp(-logits))


def original_patches(samples):
    """Return the log-mel patches (n, 187, 96) of a 16 kHz waveform that start at `STARTS`."""
    mel = librosa.feature.melspectrogram(y=samples, sr=16000, n_fft=512, hop_length=256, n_mels=96).T
    log_mel = np.log10(10000 * mel + 1).astype(np.float32)
    return np.stack([log_mel[start : start + 187] for start in STARTS])


if __name__ == "__main__":
    wheel, song, golden = sys.argv[1:]
    clip = decode(Path(song).read_bytes())
    samples = resample(clip.samples, clip.sample_rate_hz)
    embedding, tags = original_outputs(wheel, original_patches(samples))
    rounded = {"starts": STARTS, "embedding": embedding.round(5).tolist(), "tags": tags.round(6).tolist()}
    Path(golden).write_text(json.dumps(rounded) + "\n", encoding="utf-8")
