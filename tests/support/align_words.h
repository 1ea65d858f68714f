// Rows of words for tests of the aligner: spelled out, known to the small model.
#pragma once

#include <cctype>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "lib/align/align.h"
#include "lib/base/hash.h"
#include "lib/text/terms.h"
#include "tests/support/small_model.h"

namespace despin::align_words {

// Words divided by spaces; a full stop ends a sentence, a capital makes a name, digits a
// number. Function words are worth 2 nats, others 6, names and numbers 8.
inline std::vector<align::Word> words(std::string_view text, const small_model::SmallModel& model) {
  std::vector<align::Word> out;
  std::istringstream in{std::string(text)};
  bool starts = true;
  for (std::string form; in >> form;) {
    const bool ends = form.back() == '.';
    if (ends) form.pop_back();
    align::Word word;
    word.ln_p = -6;
    if (std::isupper(static_cast<unsigned char>(form[0])) != 0) {
      word.flags |= align::kName;
      word.ln_p = -8;
      form[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(form[0])));
    }
    if (std::isdigit(static_cast<unsigned char>(form[0])) != 0) {
      word.flags |= align::kNumber;
      word.ln_p = -8;
    }
    if (text::is_function_word(form)) {
      word.flags |= align::kFunctionWord;
      word.ln_p = -2;
    }
    if (starts) word.flags |= align::kSentenceStart;
    word.key = base::hash_bytes(form);
    word.word = model.id(form);
    out.push_back(word);
    starts = ends;
  }
  return out;
}

}  // namespace despin::align_words
