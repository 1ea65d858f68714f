// despin-tokenize: converts plain text, one paragraph per line, to the token streams that
// despin-train-lm reads: one sentence per line, a blank line after each paragraph.
#include <cstdint>
#include <iostream>
#include <string>

#include "lib/text/tokens.h"

int main(int argc, char**) {
  if (argc > 1) {
    std::cerr << "usage: despin-tokenize < paragraphs > tokens\n";
    return 2;
  }
  std::ios::sync_with_stdio(false);
  std::string line;
  std::string out;
  despin::text::Tokens tokens;
  std::uint64_t refused = 0;
  while (std::getline(std::cin, line)) {
    if (!despin::text::tokenize(line, tokens)) {
      ++refused;
      continue;
    }
    if (tokens.list.empty()) continue;
    out.clear();
    for (const despin::text::Token& token : tokens.list) {
      if (!out.empty()) {
        out += (token.flags & despin::text::kSentenceStart) != 0 ? '\n' : ' ';
      }
      out += tokens.form(token);
    }
    std::cout << out << "\n\n";
  }
  std::cout.flush();
  if (refused > 0) std::cerr << refused << " paragraphs were not UTF-8 and were left out\n";
  if (!std::cout || std::cin.bad()) {
    std::cerr << "the tokens could not be read or written to the end; check the files and space\n";
    return 2;
  }
  return 0;
}
