#include "models/build/lm/corpus.h"

#include <fstream>
#include <utility>

#include "lib/base/hash.h"

namespace despin::train {
namespace {

// Calls paragraph(text) for each run of lines up to a blank one.
template <class Paragraph>
Result<void> each_paragraph(const std::string& path, Paragraph paragraph) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Error{ErrorCode::kNotFound,
                 "a token stream could not be opened; expected the files the recipe names; "
                 "run despin-tokenize first"};
  }
  std::string text;
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty()) {
      text.append(line).push_back('\n');
      continue;
    }
    if (!text.empty()) paragraph(text);
    text.clear();
  }
  if (!text.empty()) paragraph(text);
  if (in.bad()) {
    return Error{ErrorCode::kNotReadable,
                 "a token stream could not be read to its end; expected a readable file; check it"};
  }
  return {};
}

double share_of(std::uint64_t hash) { return static_cast<double>(hash >> 11) * 0x1p-53; }

bool is_held_out(std::string_view text, double share) {
  return share_of(base::hash_bytes(text)) < share;
}

// Independent of the number that decides about holding out.
bool is_kept(std::string_view text, double keep) {
  return share_of(base::mix64(base::hash_bytes(text))) < keep;
}

void split(std::string_view line, std::vector<std::string_view>& out) {
  out.clear();
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (end > 0) out.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
}

template <class Line>
void each_line(std::string_view text, Line line) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    line(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
}

}  // namespace

Result<void> Corpus::read(const std::function<void(Sentence)>& sink) const {
  std::vector<std::string_view> tokens;
  for (const TextSource& source : sources_) {
    auto ok = each_paragraph(source.path, [&](const std::string& text) {
      if (is_held_out(text, held_out_share_) || !is_kept(text, source.keep)) return;
      each_line(text, [&](std::string_view line) {
        split(line, tokens);
        if (!tokens.empty()) sink(tokens);
      });
    });
    if (!ok) return ok.error();
  }
  return {};
}

Result<void> Corpus::read_held_out(const TextSource& source,
                                   const std::function<void(std::string_view)>& sink) const {
  return each_paragraph(source.path, [&](const std::string& text) {
    if (!is_held_out(text, held_out_share_)) return;
    each_line(text, sink);
    sink({});
  });
}

}  // namespace despin::train
