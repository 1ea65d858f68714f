"""The trimmed data of ICU in the wheel give what Debian's do, in all that despin asks of them.

Run by .ci/run after .ci/wheel, not with the other tests:
    build/python/bin/python -m pytest tests/wheel/check_icu_data.py
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRIMMED = ROOT / "build/icu"
PROBE = r"""
import ctypes, hashlib, json, random, re, sys
from ctypes import byref, c_char_p, c_int32, c_uint16, c_void_p, create_string_buffer

version = sys.argv[1]
uc = ctypes.CDLL(f"libicuuc.so.{version}")
i18n = ctypes.CDLL(f"libicui18n.so.{version}")

def function(name, result=c_int32, library=uc):
    found = getattr(library, f"{name}_{version}")
    found.restype = result
    return found

def digest(parts):
    sum = hashlib.sha256()
    for part in parts:
        sum.update(repr(part).encode("utf-8", "surrogatepass"))
    return sum.hexdigest()

def utf16(text):
    data = text.encode("utf-16-le", "surrogatepass")
    return (c_uint16 * (len(data) // 2 + 1)).from_buffer_copy(data + b"\0\0"), len(data) // 2

points = [p for p in range(0x110000) if not 0xD800 <= p < 0xE000]
blocks = ["".join(map(chr, points[i:i + 64])) for i in range(0, len(points), 64)]
source = random.Random(1)
mixed = ["".join(chr(source.choice(points[:0x3000])) for _ in range(40)) for _ in range(2000)]
out = (c_uint16 * 65536)()

def normal_forms():
    normalize = function("unorm2_normalize")
    for form in ("NFC", "NFD", "NFKC"):
        error = c_int32(0)
        instance = c_void_p(function(f"unorm2_get{form}Instance", c_void_p)(byref(error)))
        for text in blocks + mixed:
            given, size = utf16(text)
            n = normalize(instance, given, size, out, 65536, byref(error))
            yield form, error.value, bytes(out)[: 2 * n]

def converters():
    name_of = function("ucnv_getAvailableName", c_char_p)
    alias_of = function("ucnv_getAlias", c_char_p)
    aliases_of = function("ucnv_countAliases", c_uint16)
    opened, convert, close = (function("ucnv_open", c_void_p), function("ucnv_toUChars"),
                              function("ucnv_close", None))
    data = [bytes([i]) for i in range(256)]
    data += [source.randbytes(60) for _ in range(20)]
    for i in range(function("ucnv_countAvailable")()):
        name = name_of(i)
        error = c_int32(0)
        count = aliases_of(name, byref(error))
        aliases = [alias_of(name, c_uint16(j), byref(error)) for j in range(count)]
        yield name, aliases
        for called in [name, *aliases[:3]]:
            error = c_int32(0)
            converter = c_void_p(opened(called, byref(error)))
            if error.value > 0:
                yield called, "not opened", error.value
                continue
            for part in data:
                error = c_int32(0)
                n = convert(converter, out, 65536, part, len(part), byref(error))
                yield error.value, bytes(out)[: 2 * n]
            close(converter)

def skeletons():
    error = c_int32(0)
    checker = c_void_p(function("uspoof_open", c_void_p, i18n)(byref(error)))
    skeleton = function("uspoof_getSkeleton", c_int32, i18n)
    for text in blocks + mixed:
        given, size = utf16(text)
        n = skeleton(checker, 0, given, size, out, 65536, byref(error))
        yield error.value, bytes(out)[: 2 * n]

def languages():
    all_of = function("uloc_getISOLanguages", ctypes.POINTER(c_char_p))()
    display = function("uloc_getDisplayLanguage")
    i = 0
    while all_of[i]:
        error = c_int32(0)
        n = display(all_of[i], b"en", out, 65536, byref(error))
        yield all_of[i], error.value, bytes(out)[: 2 * n]
        i += 1

def detected():
    error = c_int32(0)
    detector = c_void_p(function("ucsdet_open", c_void_p, i18n)(byref(error)))
    detect = function("ucsdet_detect", c_void_p, i18n)
    name = function("ucsdet_getName", c_char_p, i18n)
    confidence = function("ucsdet_getConfidence", c_int32, i18n)
    texts = {
        "koi8-r": "буря обрушилась на город ночью, сообщили власти",
        "cp1252": "été à Noël, déjà vu",
        "shift_jis": "嵐が夜に街を襲った",
        "gb18030": "风暴夜里袭击了城市",
        "euc-kr": "폭풍이 밤에 도시를 강타했다",
    }
    for charset, text in texts.items():
        data = (text * 8).encode(charset)
        function("ucsdet_setText", None, i18n)(detector, data, len(data), byref(error))
        match = c_void_p(detect(detector, byref(error)))
        yield error.value, name(match, byref(error)), confidence(match, byref(error))

parts = (normal_forms, converters, skeletons, languages, detected)
print(json.dumps({part.__name__: digest(list(part())) for part in parts}))
print([line.split()[-1] for line in open("/proc/self/maps") if "libicudata" in line][0])
"""


def probe(version, folder):
    environment = {**os.environ, "LD_LIBRARY_PATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, version],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    figures, used = done.stdout.splitlines()
    return json.loads(figures), used


def test_trimmed_data_give_the_same():
    trimmed = next(TRIMMED.glob("libicudata.so.*"), None)
    if trimmed is None:
        pytest.skip(f"no {TRIMMED}; .ci/wheel makes it")
    version = trimmed.suffix[1:]
    whole, from_system = probe(version, "")
    less, from_here = probe(version, TRIMMED)
    assert from_here == str(trimmed)
    assert from_system != from_here
    assert Path(from_system).stat().st_size > 3 * trimmed.stat().st_size
    assert less == whole
