// despin-spin: spins texts with the model's channel and reports the swaps.
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lib/base/hash.h"
#include "models/build/arguments.h"
#include "models/build/simulate/random.h"
#include "models/build/simulate/spin.h"

namespace {

using despin::simulate::Change;
using Json = nlohmann::ordered_json;

struct Options {
  std::string model, input = "-";
  bool plain = false, text_only = false;
  despin::simulate::SpinOptions spin;
};

int fail(const std::string& what) {
  std::cerr << "despin-spin: " << what << "\n";
  return 2;
}

Json span(despin::ByteSpan s) { return {{"begin_byte", s.begin_byte}, {"end_byte", s.end_byte}}; }

Json changes(const std::vector<Change>& list) {
  Json out = Json::array();
  for (const Change& c : list) {
    out.push_back({{"original", span(c.original)}, {"suspect", span(c.suspect)}});
  }
  return out;
}

// Each text has a seed of its own, whatever else is in the file.
std::string spin(const despin::simulate::Spinner& spinner, const Options& o, const std::string& id,
                 const std::string& text) {
  despin::simulate::SpinOptions options = o.spin;
  options.seed = despin::simulate::key(o.spin.seed, despin::base::hash_bytes(id));
  const auto spun = spinner.spin(text, options);
  if (!spun) return spun.error().message;
  if (o.text_only) {
    std::cout << spun->text << '\n';
    return {};
  }
  Json line = {{"id", id},           {"text", spun->text},
               {"original", text},   {"words", spun->words},
               {"rate", spun->rate}, {"substitutions", changes(spun->substitutions)}};
  if (!spun->sentences.empty()) line["sentences"] = changes(spun->sentences);
  std::cout << line.dump() << '\n';
  return {};
}

int run(const Options& o) {
  auto model = despin::detect::Model::open(o.model);
  if (!model) return fail(model.error().message);
  std::ifstream file;
  if (o.input != "-") {
    file.open(o.input);
    if (!file) return fail("the input cannot be opened; check its name");
  }
  std::istream& in = o.input == "-" ? std::cin : file;
  const despin::simulate::Spinner spinner(*model);
  if (o.plain) {
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string error = spin(spinner, o, o.input, text);
    return error.empty() ? 0 : fail(error);
  }
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty()) continue;
    const Json record = Json::parse(line, nullptr, false);
    std::string error = "expected a JSON object with a string \"text\"; --plain takes plain text";
    if (record.is_object() && record.contains("text") && record["text"].is_string()) {
      std::string id = std::to_string(number);
      if (record.contains("id")) {
        id = record["id"].is_string() ? record["id"].get<std::string>() : record["id"].dump();
      }
      error = spin(spinner, o, id, record["text"].get<std::string>());
    }
    if (!error.empty()) return fail("line " + std::to_string(number) + ": " + error);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  despin::train::Arguments args("Spins texts as real spinners do and prints what it swapped.");
  Options o;
  args.option("input", o.input, "JSONL with id and text, or - (default)");
  args.option("--model", o.model, "the model whose channel spins").required();
  args.flag("--plain", o.plain, "the input is one plain text");
  args.flag("--text", o.text_only, "print the spun texts alone");
  args.option("--rate", o.spin.rate, "share of all words that are replaced (0.3)").range(0.0, 1.0);
  args.option("--seed", o.spin.seed, "another one, another draw (1)");
  args.option("--profile,--family", o.spin.profile,
              "which spinner: 0 as learned, others like other words (0)");
  args.flag("--lifelike", o.spin.lifelike, "nearer to really spun pages, farther from the model");
  args.option("--temperature", o.spin.temperature, "less flattens preferences (1)")
      .range(0.01, 100.0);
  args.option("--persistence", o.spin.persistence,
              "how often a text does with a word what it did before (0.8)")
      .range(0.0, 1.0);
  args.flag("--names", o.spin.names, "swap names too, half of them");
  args.flag("--keep-quotations", o.spin.keep_quotations, "leave quotations as they are");
  args.flag("--shuffle-sentences", o.spin.shuffle_sentences, "put them in another order");
  args.option("--drop-sentences", o.spin.drop_sentences, "share that is left out").range(0.0, 1.0);
  args.flag("--twice", o.spin.twice, "spin the result again");
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(o);
}
