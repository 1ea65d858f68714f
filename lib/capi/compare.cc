#include "despin/aligner.h"
#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"

struct despin_aligner {
  despin::Aligner aligner;
  std::shared_ptr<despin::capi::WorkspacePool> workspaces;
};

struct despin_comparison {
  explicit despin_comparison(despin::Comparison made);
  despin_comparison(const despin_comparison&) = delete;  // `data` points into it
  despin_comparison& operator=(const despin_comparison&) = delete;

  despin::Comparison comparison;
  std::vector<despin_passage> passages;
  std::vector<despin_swap> substitutions;
  std::vector<despin_aligned_run> runs;
  std::vector<despin_compared_word> words_of_original;
  std::vector<despin_compared_word> words_of_suspect;
  despin_comparison_data data = {};
};

using despin::Result;
namespace capi = despin::capi;
using capi::span_of;

namespace {

void put_words(const std::vector<despin::ComparedWord>& words,
               std::vector<despin_compared_word>& out) {
  out.reserve(words.size());
  for (const despin::ComparedWord& word : words) {
    out.push_back(
        {span_of(word.span), word.begins_sentence ? 1 : 0, word.begins_paragraph ? 1 : 0});
  }
}

void put_values(const despin::Comparison& comparison, despin_comparison_data& data) {
  data.struct_size = sizeof data;
  data.relation = static_cast<std::int32_t>(comparison.relation);
  data.direction = static_cast<std::int32_t>(comparison.direction);
  data.copied = comparison.copied;
  data.swapped = comparison.swapped;
  data.evidence_nats = comparison.evidence_nats;
  data.original_words = comparison.original_words;
  data.suspect_words = comparison.suspect_words;
  data.original_read_bytes = comparison.original_truncated.read_bytes;
  data.original_unread_bytes = comparison.original_truncated.unread_bytes;
  data.suspect_read_bytes = comparison.suspect_truncated.read_bytes;
  data.suspect_unread_bytes = comparison.suspect_truncated.unread_bytes;
}

}  // namespace

despin_comparison::despin_comparison(despin::Comparison made) : comparison(std::move(made)) {
  passages.reserve(comparison.passages.size());
  for (const despin::Passage& p : comparison.passages) {
    passages.push_back(
        {span_of(p.original), span_of(p.suspect), p.evidence_nats, p.moved ? 1 : 0, 0});
  }
  substitutions.reserve(comparison.substitutions.size());
  for (const despin::Swap& swap : comparison.substitutions) {
    substitutions.push_back({span_of(swap.original), span_of(swap.suspect), swap.evidence_nats,
                             static_cast<std::int32_t>(swap.edit), swap.listed ? 1 : 0});
  }
  runs.reserve(comparison.runs.size());
  for (const despin::AlignedRun& run : comparison.runs) {
    runs.push_back(
        {static_cast<std::int32_t>(run.edit), span_of(run.original), span_of(run.suspect)});
  }
  put_words(comparison.words_of_original, words_of_original);
  put_words(comparison.words_of_suspect, words_of_suspect);
  put_values(comparison, data);
  capi::put_list(passages, data.passages, data.passage_count);
  capi::put_list(substitutions, data.substitutions, data.substitution_count);
  capi::put_list(runs, data.runs, data.run_count);
  capi::put_list(words_of_original, data.words_of_original, data.original_word_count);
  capi::put_list(words_of_suspect, data.words_of_suspect, data.suspect_word_count);
}

despin_code despin_aligner_new(const despin_detector* detector, despin_aligner** out,
                               despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_aligner>> {
    if (detector == nullptr) return capi::missing("detector");
    return std::unique_ptr<despin_aligner>(
        new despin_aligner{despin::Aligner(detector->detector), detector->workspaces});
  });
}

void despin_aligner_free(despin_aligner* aligner) { delete aligner; }

despin_code despin_compare(const despin_aligner* aligner, despin_workspace* workspace,
                           const char* original, size_t original_size, const char* suspect,
                           size_t suspect_size, const despin_compare_options* options,
                           despin_comparison** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_comparison>> {
    if (aligner == nullptr) return capi::missing("aligner");
    if (capi::has_no_bytes(original, original_size)) return capi::missing("original");
    if (capi::has_no_bytes(suspect, suspect_size)) return capi::missing("suspect");
    const auto how = capi::compare_options_of(options);
    if (!how) return how.error();
    const capi::Lease lease(*aligner->workspaces, workspace);
    auto made =
        aligner->aligner.compare(capi::view(original, original_size),
                                 capi::view(suspect, suspect_size), lease.workspace(), *how);
    if (!made) return made.error();
    return std::make_unique<despin_comparison>(std::move(*made));
  });
}

const despin_comparison_data* despin_comparison_get(const despin_comparison* comparison) {
  return comparison == nullptr ? nullptr : &comparison->data;
}

void despin_comparison_free(despin_comparison* comparison) { delete comparison; }

despin_code despin_comparison_json(const despin_comparison* comparison, const char* original_id,
                                   size_t original_id_size, const char* original,
                                   size_t original_size, const char* suspect_id,
                                   size_t suspect_id_size, const char* suspect, size_t suspect_size,
                                   char** json, size_t* size, despin_error* error) {
  return capi::make_text(json, size, error, [&]() -> Result<std::string> {
    if (comparison == nullptr) return capi::missing("comparison");
    if (capi::has_no_bytes(original_id, original_id_size)) return capi::missing("original_id");
    if (capi::has_no_bytes(original, original_size)) return capi::missing("original");
    if (capi::has_no_bytes(suspect_id, suspect_id_size)) return capi::missing("suspect_id");
    if (capi::has_no_bytes(suspect, suspect_size)) return capi::missing("suspect");
    return to_json(comparison->comparison, capi::view(original_id, original_id_size),
                   capi::view(original, original_size), capi::view(suspect_id, suspect_id_size),
                   capi::view(suspect, suspect_size));
  });
}
