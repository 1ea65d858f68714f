// despin-pack-model: assembles sections and their provenance into one model file.
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/hash.h"
#include "lib/base/mapped_file.h"
#include "models/build/arguments.h"
#include "models/build/encode/model_writer.h"
#include "models/build/encode/parameter_recipe.h"

namespace {

namespace base = despin::base;
namespace format = despin::format;

int fail(const std::string& what, const despin::Error& error) {
  std::cerr << "despin-pack-model: " << what << ": " << error.message << "\n";
  return 2;
}

// "VOCB=path" or "VOCB:2=path" for a version above 1.
struct SectionArgument {
  format::Tag tag;
  std::uint16_t version = 1;
  std::string path;
};

bool parse_section(const std::string& text, SectionArgument& out) {
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos || sign + 1 == text.size() || sign < 4) return false;
  for (std::size_t i = 0; i < 4; ++i) {
    const bool good =
        (text[i] >= 'A' && text[i] <= 'Z') || (text[i] >= '0' && text[i] <= '9') || text[i] == '_';
    if (!good) return false;
    out.tag.text[i] = text[i];
  }
  out.path = text.substr(sign + 1);
  if (sign == 4) return true;
  const std::string version = text.substr(5, sign - 5);
  if (text[4] != ':' || version.empty() || version.size() > 4 ||
      version.find_first_not_of("0123456789") != std::string::npos) {
    return false;
  }
  out.version = static_cast<std::uint16_t>(std::stoi(version));
  return true;
}

std::string check_section(const std::string& text) {
  SectionArgument ignored;
  return parse_section(text, ignored) ? "" : "TAG=FILE or TAG:VERSION=FILE is expected";
}

std::uint32_t unicode_version() {
  UVersionInfo v;
  u_getUnicodeVersion(v);
  return std::uint32_t{v[0]} << 16 | std::uint32_t{v[1]} << 8 | v[2];
}

// Adds the sections of a model, but those that are given anew.
int add_base(const std::string& path, const std::vector<std::string>& given,
             format::ModelWriter& writer) {
  auto file = format::ModelFile::open(path);
  if (!file) return fail(path, file.error());
  if (auto whole = file->verify(); !whole) return fail(path, whole.error());
  writer.set_unicode_version(file->header().unicode_version);
  writer.set_recipe_hash(file->header().recipe_hash);
  for (const format::SectionInfo& section : file->sections()) {
    const auto is_it = [&](const std::string& tag) { return tag == section.tag.view(); };
    if (std::any_of(given.begin(), given.end(), is_it)) continue;
    const auto bytes = *file->find(section.tag);
    writer.add(section.tag, section.version, section.required(), {bytes.begin(), bytes.end()});
  }
  return 0;
}

int run(const std::string& base_file, const std::vector<std::string>& required,
        const std::vector<std::string>& optional, const std::string& recipe_file,
        const std::string& provenance_file, const std::string& out) {
  format::ModelWriter writer;
  writer.set_unicode_version(unicode_version());
  std::vector<std::string> tags;
  if (!base_file.empty()) {
    std::vector<std::string> given;
    for (const auto& sections : {required, optional}) {
      for (const std::string& text : sections) given.push_back(text.substr(0, 4));
    }
    if (!provenance_file.empty()) given.emplace_back(format::kProvenanceSection.view());
    if (const int rc = add_base(base_file, given, writer); rc != 0) return rc;
  }
  const auto add = [&](const std::string& text, bool is_required) {
    SectionArgument section;
    parse_section(text, section);
    for (const std::string& tag : tags) {
      if (tag == section.tag.view()) {
        std::cerr << "despin-pack-model: " << tag
                  << " is given twice; expected each section once\n";
        return 2;
      }
    }
    tags.emplace_back(section.tag.view());
    auto file = base::MappedFile::open(section.path);
    if (!file) return fail(section.path, file.error());
    const auto bytes = file->bytes();
    writer.add(section.tag, section.version, is_required, {bytes.begin(), bytes.end()});
    return 0;
  };
  for (const std::string& text : required) {
    if (const int rc = add(text, true); rc != 0) return rc;
  }
  for (const std::string& text : optional) {
    if (const int rc = add(text, false); rc != 0) return rc;
  }
  if (!recipe_file.empty()) {
    auto recipe = base::MappedFile::open(recipe_file);
    if (!recipe) return fail(recipe_file, recipe.error());
    const auto bytes = recipe->bytes();
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (auto ok = format::add_recipe_parameters(writer, text); !ok) {
      return fail(recipe_file, ok.error());
    }
  }
  if (!provenance_file.empty()) {
    std::ifstream in(provenance_file, std::ios::binary);
    const std::string raw{std::istreambuf_iterator<char>(in), {}};
    const auto json = nlohmann::json::parse(raw, nullptr, false);
    if (!in || json.is_discarded()) {
      std::cerr << "despin-pack-model: " << provenance_file << ": expected a file of JSON\n";
      return 2;
    }
    const std::string line = json.dump();
    const auto bytes = std::as_bytes(std::span(line));
    // The recipe as its provenance tells it; equal recipes, equal numbers.
    writer.set_recipe_hash(base::hash_bytes(line));
    writer.add(format::kProvenanceSection, 1, false, {bytes.begin(), bytes.end()});
  }
  if (auto ok = writer.write(out); !ok) return fail(out, ok.error());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> required;
  std::vector<std::string> optional;
  std::string base;
  std::string recipe;
  std::string provenance;
  std::string out;
  despin::train::Arguments args(
      "Puts sections and their provenance together into a despin model file.");
  args.option("--section", required, "Section a reader must know: TAG[:VERSION]=FILE")
      .check(check_section, "TAG=FILE");
  args.option("--optional", optional, "Section a reader may skip: TAG[:VERSION]=FILE")
      .check(check_section, "TAG=FILE");
  auto from = args.option("--base", base, "Model whose other sections are kept as they are");
  args.option("--recipe", recipe, "JSON whose \"parameters\", if any, become sections")
      .excludes(from);  // the base has its own
  args.option("--provenance", provenance, "JSON: sources, licences, hashes, seeds, figures");
  args.option("--out", out, "The model file to write or replace").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(base, required, optional, recipe, provenance, out);
}
