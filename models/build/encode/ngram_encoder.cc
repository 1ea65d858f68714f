#include "models/build/encode/ngram_encoder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "lib/base/bytes.h"
#include "lib/lm/ngram_format.h"
#include "lib/lm/static_function.h"

namespace despin::lm {
namespace {

using ByteBuffer = std::vector<std::byte>;

Error bad_tables(const char* found) {
  return {ErrorCode::kBadInput, std::string(found) +
                                    "; expected each n-gram once, with one probability and one "
                                    "backoff; mend the tables"};
}

std::uint64_t nearest(std::span<const float> codebook, float value) {
  const auto above = std::lower_bound(codebook.begin(), codebook.end(), value);
  if (above == codebook.begin()) return 0;
  const auto i = static_cast<std::uint64_t>(above - codebook.begin());
  if (above == codebook.end()) return i - 1;
  return *above - value < value - codebook[i - 1] ? i : i - 1;
}

std::int16_t unigram_code(float nats) {
  const float code = std::round(nats * kUnigramCodesPerNat);
  return static_cast<std::int16_t>(std::clamp(code, -32767.0F, 32767.0F));
}

bool even(const NgramTable& table, bool hashed) {
  return table.log_probs.size() == table.backoffs.size() &&
         (!hashed || table.hashes.size() == table.log_probs.size());
}

void align(ByteBuffer& out, std::size_t to) { out.resize((out.size() + to - 1) / to * to); }

void append_floats(ByteBuffer& out, std::span<const float> floats) {
  for (const float f : floats) base::append_le(out, f);
}

// Appends the level's codebooks and cells to `out`, and its record at `record`.
bool append_level(ByteBuffer& out, std::size_t record, const NgramTable& table,
                  std::uint32_t fingerprint_bits, std::uint32_t prob_bits,
                  std::uint32_t backoff_bits) {
  const std::size_t n = table.hashes.size();
  std::vector<float> probs = make_codebook(table.log_probs, std::size_t{1} << prob_bits);
  std::vector<float> backoffs{0};  // code 0: no extension
  if (backoff_bits > 0) {
    std::vector<float> present;
    std::copy_if(table.backoffs.begin(), table.backoffs.end(), std::back_inserter(present),
                 [](float b) { return b != kNoExtension; });
    const auto book = make_codebook(present, (std::size_t{1} << backoff_bits) - 1);
    backoffs.insert(backoffs.end(), book.begin(), book.end());
  }
  std::vector<std::uint64_t> values(n);
  const auto real_backoffs = std::span<const float>(backoffs).subspan(1);
  for (std::size_t i = 0; i < n; ++i) {
    std::uint64_t code = 0;
    if (backoff_bits > 0 && table.backoffs[i] != kNoExtension) {
      code = 1 + nearest(real_backoffs, table.backoffs[i]);
    }
    values[i] = ((code << prob_bits) | nearest(probs, table.log_probs[i])) << fingerprint_bits;
  }
  const std::uint32_t width = fingerprint_bits + prob_bits + backoff_bits;
  const auto built = build_function(table.hashes, values, width, fingerprint_bits);
  if (!built) return false;

  align(out, 8);
  const std::uint64_t codebooks = out.size();
  append_floats(out, probs);
  append_floats(out, backoffs);
  align(out, 64);
  const std::uint64_t cells = out.size();
  out.insert(out.end(), built->cells.begin(), built->cells.end());
  std::byte* at = out.data() + record;
  base::store_le(at, std::uint64_t{n});
  base::store_le(at + 8, built->shape.seed);
  base::store_le(at + 16, cells);
  base::store_le(at + 24, codebooks);
  base::store_le(at + 32, static_cast<std::uint8_t>(built->shape.segment_bits));
  base::store_le(at + 33, static_cast<std::uint8_t>(fingerprint_bits));
  base::store_le(at + 34, static_cast<std::uint8_t>(prob_bits));
  base::store_le(at + 35, static_cast<std::uint8_t>(backoff_bits));
  base::store_le(at + 36, built->shape.segment_count);
  return true;
}

}  // namespace

std::vector<float> make_codebook(std::vector<float> values, std::size_t count) {
  if (values.empty()) return std::vector<float>(count, 0.0F);
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  std::vector<double> sums(n + 1, 0.0);
  for (std::size_t i = 0; i < n; ++i) sums[i + 1] = sums[i] + static_cast<double>(values[i]);

  std::vector<float> codes(count);
  for (std::size_t c = 0; c < count; ++c) codes[c] = values[(2 * c + 1) * n / (2 * count)];
  constexpr int kRounds = 30;
  for (int round = 0; round < kRounds; ++round) {
    std::size_t begin = 0;
    for (std::size_t c = 0; c < count; ++c) {
      std::size_t end = n;
      if (c + 1 < count) {
        const float border = codes[c] + (codes[c + 1] - codes[c]) / 2;
        end = static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), border) -
                                       values.begin());
      }
      if (end > begin) {
        codes[c] = static_cast<float>((sums[end] - sums[begin]) / static_cast<double>(end - begin));
        begin = end;
      }
    }
    std::sort(codes.begin(), codes.end());
  }
  return codes;
}

Result<ByteBuffer> encode_ngrams(const NgramTables& tables, const NgramCoding& coding) {
  const std::size_t order = tables.levels.size() + 1;
  const std::size_t words = tables.unigrams.log_probs.size();
  if (order > kMaxOrder || words < kFirstPlainWord || words > UINT32_MAX) {
    return bad_tables("tables of an unknown shape");
  }
  for (const std::uint32_t bits : coding.fingerprint_bits) {
    if (bits > kMaxFingerprintBits) return bad_tables("fingerprints that are too wide");
  }
  if (coding.prob_bits < 1 || coding.prob_bits > kMaxCodeBits || coding.backoff_bits < 1 ||
      coding.backoff_bits > kMaxCodeBits) {
    return bad_tables("codes that are too wide or too narrow");
  }
  if (!even(tables.unigrams, false)) return bad_tables("unigrams of unequal length");

  ByteBuffer out(kNgramHeaderBytes + (order - 1) * kLevelBytes);
  base::store_le(out.data(), static_cast<std::uint8_t>(order));
  base::store_le(out.data() + 4, static_cast<std::uint32_t>(words));
  align(out, 64);
  base::store_le(out.data() + 8, std::uint64_t{out.size()});
  for (std::size_t i = 0; i < words; ++i) {
    const float backoff = tables.unigrams.backoffs[i];
    base::append_le(out, unigram_code(tables.unigrams.log_probs[i]));
    base::append_le(out, backoff == kNoExtension ? kNoExtensionCode : unigram_code(backoff));
  }
  for (std::size_t i = 0; i < tables.levels.size(); ++i) {
    if (!even(tables.levels[i], true)) return bad_tables("n-grams of unequal length");
    const bool highest = i + 2 == order;
    if (!append_level(out, kNgramHeaderBytes + i * kLevelBytes, tables.levels[i],
                      coding.fingerprint_bits[i], coding.prob_bits,
                      highest ? 0 : coding.backoff_bits)) {
      return bad_tables("two n-grams of one hash");
    }
  }
  return out;
}

}  // namespace despin::lm
