"""A program of the machine's recipe as a module."""

import importlib.util
import sys
from types import ModuleType

from units import RECIPE


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"vm_{name}", RECIPE / f"bin/{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
