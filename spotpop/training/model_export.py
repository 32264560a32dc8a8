"""From a Keras model to the files that serve it, and the manifest that vouches for them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from spotpop.model.manifest import FORMAT, Manifest, digest_of
from spotpop.model.registry import MANIFEST, sha256


def export_graph(model: Any, folder: Path, name: str, *, batch: int | None = None, half: bool = False) -> None:
    """Write a Keras model as ``{name}.tflite`` and ``{name}.savedmodel/``.

    Both have one signature, ``serving_default``, whose inputs are named as the model's inputs and whose outputs as the
    keys of its output dictionary, all float32 with the batch on axis 0.

    Parameters
    ----------
    model : keras.Model
        With named inputs and a dictionary of outputs.
    folder : Path
        The model's folder; existing files of that name are replaced.
    name : str
        The graph's name, such as ``audio`` or ``popularity``.
    batch : int, optional
        Fix the batch in the LiteRT file: graphs with convolutions need it, because LiteRT's fast kernels take no
        reshapes that depend on the batch. Its runtime then feeds larger batches piece by piece.
    half : bool
        Store constants in half precision. Only for models whose constants half precision holds exactly: the two forms
        round them independently.
    """
    target = folder / f"{name}.savedmodel"
    shutil.rmtree(target, ignore_errors=True)
    _save(model, target, None, half=half)
    # Written by TensorFlow for its own debugging; nothing reads it.
    (target / "fingerprint.pb").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as place:
        _save(model, Path(place), batch, half=False)
        (folder / f"{name}.tflite").write_bytes(_convert(Path(place), half=half))


def _save(model: Any, target: Path, batch: int | None, *, half: bool) -> None:
    """Write the model with its weights as constants: one file, and nothing that LiteRT would take for a variable."""
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    names = [tensor.name for tensor in model.inputs]
    specs = [tf.TensorSpec([batch, *tensor.shape[1:]], tf.float32, name=tensor.name) for tensor in model.inputs]
    keys = sorted(model.output)

    def call(*inputs: Any) -> list[Any]:
        outputs = model(list(inputs) if len(inputs) > 1 else inputs[0], training=False)
        return [outputs[key] for key in keys]

    frozen = convert_variables_to_constants_v2(tf.function(call, autograph=False).get_concrete_function(*specs))
    order = [names.index(tensor.name.split(":")[0]) for tensor in frozen.inputs]
    graph_def = frozen.graph.as_graph_def()
    if half:
        _halve_constants(graph_def)

    def serve(**inputs: Any) -> dict[str, Any]:
        fed = {tensor.name: inputs[names[index]] for tensor, index in zip(frozen.inputs, order, strict=True)}
        outputs = tf.graph_util.import_graph_def(
            graph_def, input_map=fed, return_elements=[tensor.name for tensor in frozen.outputs], name=""
        )
        return {key: tf.identity(value) for key, value in zip(keys, outputs, strict=True)}

    module = tf.Module()
    signature = tf.function(serve, autograph=False).get_concrete_function(**dict(zip(names, specs, strict=True)))
    tf.saved_model.save(module, str(target), signatures={"serving_default": signature})


def _halve_constants(graph_def: Any) -> None:
    """Store large float32 constants as float16 and cast them in the graph, where TensorFlow folds it away at load."""
    import tensorflow as tf

    large = [node for node in graph_def.node if node.op == "Const" and _is_large(node)]
    for node in large:
        stored = graph_def.node.add()
        stored.CopyFrom(node)
        stored.name = f"{node.name}/half"
        values = tf.make_ndarray(node.attr["value"].tensor)
        stored.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(values.astype("float16")))
        stored.attr["dtype"].type = tf.float16.as_datatype_enum
        node.Clear()
        node.name, node.op = stored.name.removesuffix("/half"), "Cast"
        node.input.append(stored.name)
        node.attr["SrcT"].type = tf.float16.as_datatype_enum
        node.attr["DstT"].type = tf.float32.as_datatype_enum


def _is_large(node: Any) -> bool:
    import tensorflow as tf

    tensor = node.attr["value"].tensor
    return bool(tensor.dtype == tf.float32.as_datatype_enum and len(tensor.tensor_content) >= 4096)


def _convert(saved: Path, *, half: bool) -> bytes:
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_saved_model(str(saved), signature_keys=["serving_default"])
    if half:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())


def write_manifest(
    folder: Path, part: str, data: dict[str, Any], *, name: str | None = None, version: str | None = None
) -> None:
    """Put one part's data into the folder's manifest, keep the other parts, and take every file's digest anew.

    Parameters
    ----------
    folder : Path
        The model's folder. Its name is the model's name unless `name` says otherwise.
    part : str
        ``audio`` or ``popularity``.
    data : dict
        What the part needs beside its graph; JSON values only (no NaN).
    name, version : str, optional
        Kept as they are when not given; a new manifest starts with version ``1``.
    """
    path = folder / MANIFEST
    manifest: dict[str, Any] = (
        json.loads(path.read_text(encoding="utf-8"))
        if path.is_file()
        else {"format": FORMAT, "name": folder.name, "version": "1", "parts": {}}
    )
    manifest["name"] = name or manifest["name"]
    manifest["version"] = version or manifest["version"]
    manifest["parts"][part] = data
    refresh_digests(folder, manifest)


def refresh_digests(folder: Path, manifest: dict[str, Any] | None = None) -> None:
    """Take every file's digest anew, after a card or a figure was written into a finished model's folder."""
    path = folder / MANIFEST
    if manifest is None:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["format"] = FORMAT
    manifest["files"] = {
        file.relative_to(folder).as_posix(): sha256(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != MANIFEST
    }
    # What is written must be readable: a part that lacks a key fails here, in training, not at somebody's question.
    manifest["digest"] = "unknown"
    Manifest.model_validate(manifest)
    manifest["digest"] = digest_of(manifest)
    _write_atomically(path, json.dumps(manifest, indent=1, sort_keys=True, allow_nan=False) + "\n")


def _write_atomically(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
