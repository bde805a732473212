"""Reads what Go wrote into a folder, with Python's own packages: for each NAME.json
the model NAME.onnx, which is checked and run by onnxruntime, and NAME.safetensors.
Prints a line of JSON for each: its name, the prediction, and the weights."""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from safetensors import safe_open

for case in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    x = json.loads(case.read_text())
    x = np.array(x["Data"], dtype=np.float32).reshape(x["Shape"])
    path = str(case.with_suffix(".onnx"))
    onnx.checker.check_model(path, full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (y,) = session.run(["output"], {"input": x})
    weights = {}
    with safe_open(case.with_suffix(".safetensors"), framework="numpy") as f:
        metadata = f.metadata()
        for name in f.keys():
            t = f.get_tensor(name)
            weights[name] = dict(Shape=list(t.shape), Data=t.flatten().tolist())
    print(json.dumps(dict(name=case.stem, y=dict(Shape=list(y.shape), Data=y.flatten().tolist()), weights=weights, format=metadata["format"])))
