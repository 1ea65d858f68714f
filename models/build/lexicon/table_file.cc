#include "models/build/lexicon/table_file.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <vector>

#include "models/build/lexicon/file.h"

namespace despin::lexicon {
namespace {

void append_number(std::string& line, unsigned value, int base) {
  char digits[16];
  line.append(digits, std::to_chars(digits, digits + sizeof digits, value, base).ptr);
}

// Place of each term in the order of bytes; numbers follow the order of reading.
std::vector<PhraseId> ranks(const PhraseTable& terms) {
  std::vector<PhraseId> order(terms.size());
  std::iota(order.begin(), order.end(), PhraseId{0});
  std::sort(order.begin(), order.end(),
            [&](PhraseId a, PhraseId b) { return terms.text(a) < terms.text(b); });
  std::vector<PhraseId> rank(order.size());
  for (PhraseId i = 0; i < order.size(); ++i) rank[order[i]] = i;
  return rank;
}

}  // namespace

Result<TableSize> write_table(const PairList& table, const PhraseTable& terms,
                              const std::string& path) {
  const std::vector<PhraseId> rank = ranks(terms);
  std::vector<PairEntry> rows = table.pairs();
  std::sort(rows.begin(), rows.end(), [&](const PairEntry& a, const PairEntry& b) {
    return std::pair(rank[a.written], rank[a.meant]) < std::pair(rank[b.written], rank[b.meant]);
  });
  TableSize size;
  PhraseId last = kNoPhrase;
  std::string lines;
  for (const PairEntry& row : rows) {
    lines.append(terms.text(row.written)).append(1, '\t').append(terms.text(row.meant));
    lines += '\t';
    append_number(lines, row.relations, 16);
    lines += '\t';
    append_number(lines, row.parts, 10);
    lines += '\t';
    append_number(lines, row.inflection, 10);
    lines += '\n';
    ++size.rows;
    if (row.written != last) ++size.written;
    last = row.written;
  }
  if (auto ok = write_file(path, lines); !ok) return ok.error();
  return size;
}

}  // namespace despin::lexicon
