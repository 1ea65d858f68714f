"""Web archives (WARC, WET) of given pages and texts, with records that hold no document."""

import gzip
import random

PROFILE = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/" "identical-payload-digest"


def http(body, kind, seed, status="200 OK", extra=()):
    """A response as archives keep it: plain, chunked, compressed or both."""
    rng = random.Random(seed)
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Server: x", *extra]
    style = rng.randrange(5)
    if style in (1, 3):
        body = gzip.compress(body, mtime=0)
        lines.append("Content-Encoding: gzip")
    if style in (2, 3):
        pieces = [body[i : i + 1000] for i in range(0, len(body), 1000)] + [b""]
        body = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces)
        lines.append("transfer-encoding: chunked")
    if style == 4:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(kind, number, address, block, content=None, extra=()):
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>",
        "WARC-Date: 2019-05-01T08:00:00Z",
    ]
    lines += [f"WARC-Target-URI: {address}"] if address else []
    lines += [f"Content-Type: {content}"] if content else []
    head = "\r\n".join([*lines, *extra, f"Content-Length: {len(block)}"])
    return head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def warc(pages):
    """Records of `pages`, [(id, bytes)]: responses and resources, and what holds no document."""
    out = [record("warcinfo", 0, None, b"software: test\r\n", "application/warc-fields")]
    response = "application/http; msgtype=response"
    for i, (name, body) in enumerate(pages, 1):
        address, n = f"https://www.site.example/{name}".replace(" ", "_"), 8 * i
        request = f"GET /{i} HTTP/1.1\r\nHost: www.site.example\r\n\r\n".encode()
        out.append(record("request", n, address, request, "application/http; msgtype=request"))
        if i % 7 == 0:
            out.append(record("resource", n + 1, address, body, "text/html"))
        else:
            out.append(record("response", n + 1, address, http(body, "text/html", name), response))
        if i % 5 == 0:
            out.append(
                record(
                    "revisit",
                    n + 2,
                    address,
                    b"HTTP/1.1 304 Not Modified\r\n\r\n",
                    response,
                    (PROFILE,),
                )
            )
            out.append(
                record("metadata", n + 3, address, b"fetchTimeMs: 1\r\n", "application/warc-fields")
            )
        if i % 9 == 0:
            odd = (
                ("404 Not Found", "text/html"),
                ("301 Moved", "text/html"),
                ("200 OK", "image/png"),
                ("200 OK", "application/json"),
                ("200 OK", "text/plain"),
            )[i // 9 % 5]
            out.append(
                record(
                    "response", n + 4, address + "/x", http(body, odd[1], name, odd[0]), response
                )
            )
        if i % 31 == 0:
            out.append(record("response", n + 5, address + "/y", b"no HTTP at all", response))
    return out


def wet(texts):
    """Records of plain texts as WET files hold them."""
    out = [record("warcinfo", 0, None, b"software: test\r\n", "application/warc-fields")]
    for i, text in enumerate(texts, 1):
        address = f"https://www.site.example/{text['id']}".replace(" ", "_")
        language = (
            ("WARC-Identified-Content-Language: " + ("eng", "eng,deu", "fra")[i % 7 // 3],)
            if i % 2
            else ()
        )
        out.append(record("conversion", i, address, text["text"].encode(), "text/plain", language))
    return out
