#include <string>

#include "despin/detector.h"
#include "lib/align/parameters.h"
#include "lib/base/guard.h"
#include "lib/detect/model.h"
#include "lib/format/parameters.h"
#include "lib/search/parameters.h"

namespace despin {
inline namespace v1 {

namespace {

Result<ModelInfo> read_info(const std::string& path) {
  const auto file = format::ModelFile::open(path);
  if (!file) return file.error();
  ModelInfo info;
  info.major_version = file->header().major_version;
  info.minor_version = file->header().minor_version;
  info.bytes = file->header().file_bytes;
  for (const format::SectionInfo& section : file->sections()) {
    info.sections.push_back(
        {std::string(section.tag.view()), section.version, section.required(), section.length});
  }
  if (const auto provenance = file->find(format::kProvenanceSection)) {
    info.provenance_json.assign(reinterpret_cast<const char*>(provenance->data()),
                                provenance->size());
  }
  return info;
}

Result<void> verify(const std::string& path) {
  auto file = format::ModelFile::open(path);
  if (!file) return file.error();
  if (auto ok = file->verify(); !ok) return ok;
  if (auto ok = format::parameters_of<align::Parameters>(*file); !ok) return ok.error();
  if (auto ok = format::parameters_of<search::Parameters>(*file); !ok) return ok.error();
  auto model = detect::Model::view(std::move(*file));
  if (!model) return model.error();
  const channel::Channel& channel = model->channel;
  const auto bad = [](const char* what) {
    return Error{ErrorCode::kBadModel,
                 std::string(what) + "; expected an intact model file; fetch or build it again"};
  };
  for (std::uint32_t w = 0; w < channel.written_forms(); ++w) {
    if (channel.first_entry(w) > channel.last_entry(w)) {
      return bad("section CHAN has entries out of order");
    }
    for (std::uint32_t e = channel.first_entry(w); e < channel.last_entry(w); ++e) {
      const channel::Meant meant = channel.meant(e);
      for (const WordId word : meant.view()) {
        if (word >= model->vocabulary.size()) {
          return bad("section CHAN names a word that section VOCB lacks");
        }
      }
    }
  }
  if (model->cloze) {
    const std::uint32_t words = model->cloze->words();
    if (words > model->vocabulary.size() ||
        model->cloze->words_hash() != cloze::cloze_words_hash(model->vocabulary, words)) {
      return bad("section CLOZ was trained with other words than section VOCB has");
    }
  }
  if (!model->families.in_order()) return bad("section FAML has forms out of order");
  return {};
}

}  // namespace

Result<ModelInfo> model_info(const std::string& path) {
  return base::guarded([&] { return read_info(path); });
}

Result<void> verify_model(const std::string& path) {
  return base::guarded([&] { return verify(path); });
}

}  // namespace v1
}  // namespace despin
