"""Words of a section VOCB."""
import struct

import numpy as np


def read_vocabulary(path):
    """Words of a section VOCB (models/FORMAT.md), by id."""
    data = open(path, "rb").read()
    words, slots, size, _ = struct.unpack_from("<IIII", data)
    at = 16 + 4 * slots
    offsets = np.frombuffer(data, np.uint32, words + 1, at)
    strings = data[at + 4 * (words + 1) + 2 * (words + 1):][:size]
    return [strings[offsets[i]:offsets[i + 1]].decode() for i in range(words)]
