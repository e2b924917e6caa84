"""From what Spark's Python workers are forked in tests: with all there that each of them would else import for itself.

What is there when they begin is not looked through for garbage after each task either.
"""

import gc
from importlib import import_module

from pyspark.daemon import manager

NEEDED = "pandas pyarrow vacatur.outcomes vacatur.scale.spark.deciding vacatur.scale.spark.reading".split()

if __name__ == "__main__":
    for module in NEEDED:
        import_module(module)
    gc.collect()
    gc.freeze()
    manager()
