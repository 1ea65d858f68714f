#include "lib/read/containers.h"

#include <algorithm>
#include <array>
#include <string>

namespace despin::read {
namespace {

using namespace std::string_view_literals;

struct RefusedKind {
  std::string_view sign;
  std::size_t at;
  std::string_view message;
};

constexpr std::array kRefusedKinds{
    RefusedKind{"%PDF-", 0,
                "a PDF file; expected text or HTML: extract its text first, pdftotext FILE -"},
    RefusedKind{"{\\rtf", 0,
                "an RTF document; expected text or HTML: convert it first, unrtf --html FILE"},
    RefusedKind{"\xD0\xCF\x11\xE0", 0,
                "a document of an older office program; expected text or HTML: convert it first, "
                "soffice --convert-to html FILE"},
    RefusedKind{"%!PS", 0,
                "a PostScript file; expected text or HTML: extract its text first, ps2ascii FILE"},
    RefusedKind{"AT&TFORM", 0,
                "a DjVu file; expected text or HTML: extract its text first, djvutxt FILE"},
    RefusedKind{"ARROW1", 0,
                "an Arrow table; expected text or HTML: convert it to JSON lines first, python3 -c "
                "\"import sys, pandas; pandas.read_feather('FILE').to_json(sys.stdout, "
                "orient='records', lines=True)\""},
    RefusedKind{"\xFF\xFF\xFF\xFF", 0,
                "an Arrow stream; expected text or HTML: convert it to JSON lines first, for "
                "instance with pyarrow.ipc and DataFrame.to_json(orient='records', lines=True)"},
    RefusedKind{"Obj\x01", 0,
                "an Avro file; expected text or HTML: convert it first, avro-tools tojson FILE"},
    RefusedKind{"SQLite format 3\0"sv, 0,
                "an SQLite database; expected text or HTML: select its texts first, sqlite3 -json "
                "FILE 'select * from TABLE'"},
    RefusedKind{"ustar", 257,
                "a tar archive; expected text or HTML: unpack it first, tar -xf FILE, and read the "
                "folder"},
    RefusedKind{"7z\xBC\xAF\x27\x1C", 0,
                "a 7-Zip archive; expected text or HTML: unpack it first, 7z x FILE"},
    RefusedKind{"Rar!", 0, "a RAR archive; expected text or HTML: unpack it first, unrar x FILE"},
    RefusedKind{"\x04\x22\x4D\x18", 0,
                "an lz4 file; expected text or HTML: decompress it first, lz4cat FILE"},
    RefusedKind{"LZIP\x01", 0,
                "an lzip file; expected text or HTML: decompress it first, lzip -dc FILE"},
    RefusedKind{"\x1f\x9d", 0,
                "a file packed by compress; expected text or HTML: decompress it first, zcat FILE"},
    RefusedKind{"\x1f\x8b", 0,
                "a gzip file; expected text or HTML: decompress it first, zcat FILE"},
    RefusedKind{"\x28\xb5\x2f\xfd", 0,
                "a zstd file; expected text or HTML: decompress it first, zstdcat FILE"},
    RefusedKind{"BZh91AY&SY", 0,
                "a bzip2 file; expected text or HTML: decompress it first, bzcat FILE"},
    RefusedKind{"\xFD"
                "7zXZ",
                0, "an xz file; expected text or HTML: decompress it first, xzcat FILE"},
    RefusedKind{"\x89PNG", 0, "a PNG image; expected text or HTML: tesseract reads what it shows"},
    RefusedKind{"\xff\xd8\xff", 0,
                "a JPEG image; expected text or HTML: tesseract reads what it shows"},
    RefusedKind{"GIF8", 0, "a GIF image; expected text or HTML: tesseract reads what it shows"},
    RefusedKind{"\x7f"
                "ELF",
                0, "a program; expected text or HTML"},
};

// Kinds whose sign is a word that a text may begin with: what follows is binary, or the file ends
// with it as well.
constexpr std::array kTables{
    RefusedKind{"PAR1", 0,
                "a Parquet table; expected text or HTML: convert it first, duckdb -c \"copy (from "
                "'FILE') to '/dev/stdout' (format json)\", and read that as JSON lines"},
    RefusedKind{
        "PARE", 0,
        "an encrypted Parquet table; expected text or HTML: decrypt it and convert it first, "
        "duckdb -c \"copy (from 'FILE') to '/dev/stdout' (format json)\""},
    RefusedKind{"ORC", 0,
                "an ORC table; expected text or HTML: convert it to JSON lines first, python3 -c "
                "\"import sys, pandas; pandas.read_orc('FILE').to_json(sys.stdout, "
                "orient='records', lines=True)\""},
};

// Whether the bytes behind a sign are those of no text.
bool is_binary(std::string_view behind) {
  constexpr std::size_t kBytes = 32;
  const std::string_view near = behind.substr(0, kBytes);
  return std::any_of(near.begin(), near.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1b';
  });
}

// Documents that are ZIP archives name themselves in the first file of the archive.
Error zip_error(std::string_view first) {
  const auto has = [&](std::string_view name) { return first.find(name) != first.npos; };
  if (has("application/epub")) {
    return {ErrorCode::kUnsupported,
            "an EPUB book; expected text or HTML: convert it first, pandoc -t plain FILE"};
  }
  if (has("word/") || has("opendocument.text")) {
    return {ErrorCode::kUnsupported,
            "a word processor's document; expected text or HTML: convert it first, pandoc -t "
            "plain FILE"};
  }
  if (has("[Content_Types].xml") || has("opendocument")) {
    return {ErrorCode::kUnsupported,
            "an office document; expected text or HTML: convert it first, pandoc -t plain FILE, "
            "or soffice --convert-to html FILE"};
  }
  return {ErrorCode::kUnsupported,
          "a ZIP archive or office document; expected text or HTML: unpack it first, unzip FILE, "
          "or export it"};
}

}  // namespace

std::optional<Error> refused_container(std::string_view first) {
  for (const RefusedKind& one : kRefusedKinds) {
    if (first.size() >= one.at && first.substr(one.at).starts_with(one.sign)) {
      return Error{ErrorCode::kUnsupported, std::string(one.message)};
    }
  }
  for (const RefusedKind& one : kTables) {
    if (!first.starts_with(one.sign)) continue;
    const std::string_view behind = first.substr(one.sign.size());
    if (is_binary(behind) || (behind.size() > one.sign.size() && behind.ends_with(one.sign))) {
      return Error{ErrorCode::kUnsupported, std::string(one.message)};
    }
  }
  if (first.starts_with("PK\x03\x04")) return zip_error(first.substr(0, kContainerSignBytes));
  return std::nullopt;
}

}  // namespace despin::read
