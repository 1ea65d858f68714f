#include "models/build/lexicon/file.h"

#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

namespace despin::lexicon {
namespace {

constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";

Error too_large(const std::string& path) {
  return {ErrorCode::kTooLarge, path + ": more than 1 GiB; give a smaller file"};
}

Result<std::string> unpack(const std::string& packed, const std::string& path) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                     &ZSTD_freeDCtx);
  std::string result;
  std::string buffer(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::size_t left = 0;
  for (bool full = false; in.pos < in.size || (full && left != 0);) {
    ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
    left = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(left) != 0) break;
    result.append(buffer, 0, out.pos);
    if (result.size() > kMaxFileBytes) return too_large(path);
    full = out.pos == out.size;
  }
  if (left != 0) {
    return Error{ErrorCode::kBadInput, path + ": corrupt or cut short; fetch it again"};
  }
  return result;
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  if (failure == std::errc::no_such_file_or_directory) {
    return Error{ErrorCode::kNotFound, path + ": no such file; check the path"};
  }
  if (!failure && size > kMaxFileBytes) return too_large(path);
  std::ifstream in(path, std::ios::binary);
  if (failure || !in) {
    return Error{ErrorCode::kNotReadable, path + ": cannot be read; expected a file you may read"};
  }
  std::string bytes(static_cast<std::size_t>(size), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (static_cast<std::uintmax_t>(in.gcount()) != size) {
    return Error{ErrorCode::kNotReadable, path + ": ended early while being read; try again"};
  }
  if (std::string_view(bytes).starts_with(kZstdMagic)) return unpack(bytes, path);
  return bytes;
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  const std::string unfinished = path + ".part";
  std::ofstream out(unfinished, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code failure;
  if (out) std::filesystem::rename(unfinished, path, failure);
  if (!out || failure) {
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    return Error{ErrorCode::kNotWritten,
                 path + ": could not be written; check the folder and the space left"};
  }
  return {};
}

}  // namespace despin::lexicon
