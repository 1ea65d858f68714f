// Memory that runs out at any allocation of a call of the C interface: an error that says so, no
// handle, nothing leaked, nothing thrown; and the same call afterwards gives the same.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/c_detector_test.h"
#include "tests/support/failing_new.h"
#include "tests/support/made_arrow.h"

namespace despin {
namespace {

using failing_new::allocations;
using failing_new::kForever;

// What a call gave: a code, and what was in the result. No string, so that the call frees all.
struct Outcome {
  despin_code code = DESPIN_OK;
  std::size_t value = 0;
  bool left_a_handle = false;  // after an error
};

// Lets a call fail at up to some 150 of its allocations: at one alone, and at all from it on.
void sweep(const std::function<Outcome()>& call) {
  call();  // what is kept for later calls is made now
  allocations.fail(0, 0);
  const Outcome expected = call();
  const std::size_t all = allocations.stop();
  ASSERT_EQ(expected.code, DESPIN_OK);
  ASSERT_GT(all, 0U);
  const std::size_t step = all / 100 + 1;
  for (std::size_t from = 0; from < all; from += from < 50 ? 1 : step) {
    for (const std::size_t until : {from + 1, kForever}) {
      const std::size_t live = allocations.live();
      allocations.fail(from, until);
      const Outcome failed = call();
      allocations.stop();
      ASSERT_EQ(allocations.live(), live) << "leaked at " << from << " of " << all;
      if (failed.code == DESPIN_OK) {  // as where a sort does without a buffer
        ASSERT_EQ(failed.value, expected.value) << from << " of " << all;
      } else {
        ASSERT_EQ(failed.code, DESPIN_OUT_OF_MEMORY) << from << " of " << all;
        ASSERT_FALSE(failed.left_a_handle) << from << " of " << all;
      }
    }
    const Outcome again = call();
    ASSERT_EQ(again.code, DESPIN_OK);
    ASSERT_EQ(again.value, expected.value) << from << " of " << all;
  }
}

// The outcome of a call that makes a handle.
template <class Owner, class Make, class Value>
Outcome outcome_of(Make&& make, Value&& value) {
  Owner owner;
  despin_error error;
  Outcome outcome;
  outcome.code = make(c::out(owner), &error);
  EXPECT_EQ(outcome.code, error.code);
  EXPECT_EQ(error.code == DESPIN_OK, error.message_size == 0);
  if (owner) outcome.value = value(owner.get());
  outcome.left_a_handle = outcome.code != DESPIN_OK && owner;
  return outcome;
}

class CMemoryFaults : public CDetectorTest {
 protected:
  // A call with a workspace of its own, so that nothing is kept.
  template <class Call>
  static Outcome with_workspace(Call&& call) {
    c::Workspace workspace;
    const despin_code code = despin_workspace_new(c::out(workspace), nullptr);
    return code == DESPIN_OK ? call(workspace.get()) : Outcome{code};
  }

  const std::string suspect_ = api_calls::spun_text(30, 3);
  const std::string original_ = api_calls::spun_text(30, 1);
  const small_index::Folder folder_{"c_faults_index"};
};

TEST_F(CMemoryFaults, OfOpening) {
  sweep([&] {
    return outcome_of<c::Detector>(
        [&](auto out, auto* error) {
          return despin_detector_open(model_.path().c_str(), nullptr, out, error);
        },
        [](auto* detector) { return despin_detector_get_info(detector)->band_count; });
  });
  sweep([&] {
    return outcome_of<c::ModelInfo>(
        [&](auto out, auto* error) {
          return despin_model_info_read(model_.path().c_str(), out, error);
        },
        [](auto* info) { return despin_model_info_get(info)->section_count; });
  });
  sweep([&] { return Outcome{despin_model_verify(model_.path().c_str(), nullptr)}; });
}

TEST_F(CMemoryFaults, OfChecking) {
  const std::string& text = suspect_;
  sweep([&] {
    return with_workspace([&](despin_workspace* workspace) {
      return outcome_of<c::Report>(
          [&](auto out, auto* error) {
            return despin_check(detector_.get(), workspace, text.data(), text.size(), &check_, out,
                                error);
          },
          [](auto* report) { return despin_report_get(report)->finding_count; });
    });
  });
  sweep([&] {
    return with_workspace([&](despin_workspace* workspace) {
      return outcome_of<c::Restorations>(
          [&](auto out, auto* error) {
            return despin_restore(detector_.get(), workspace, "gadget mastering", 16, 3, nullptr,
                                  out, error);
          },
          [](auto* made) { return despin_restorations_get(made)->restoration_count; });
    });
  });
}

TEST_F(CMemoryFaults, OfReading) {
  const std::string& text = suspect_;
  sweep([&] {
    return with_workspace([&](despin_workspace* workspace) {
      return outcome_of<c::Reading>(
          [&](auto out, auto* error) {
            despin_reading** reading = out;
            const despin_code code = despin_reading_new(reading, error);
            if (code != DESPIN_OK) return code;
            const despin_code read = despin_reading_read(*reading, detector_.get(), workspace,
                                                         text.data(), text.size(), nullptr, error);
            if (read != DESPIN_OK) {
              despin_reading_free(*reading);
              *reading = nullptr;
            }
            return read;
          },
          [](auto*) { return std::size_t{1}; });
    });
  });
}

TEST_F(CMemoryFaults, OfJson) {
  const std::string& text = suspect_;
  const c::Report report = c::check(detector_.get(), text);
  sweep([&] {
    std::size_t size = 0;
    return outcome_of<c::Text>(
        [&](auto out, auto* error) {
          return despin_report_json(report.get(), "a", 1, text.data(), text.size(), out, &size,
                                    error);
        },
        [&](auto*) { return size; });
  });
  sweep([&] {
    std::size_t size = 0;
    const despin_code code = despin_report_write_json(
        report.get(), "a", 1, text.data(), text.size(), nullptr,
        [](void* context, const char*, std::size_t piece) {
          *static_cast<std::size_t*>(context) += piece;
        },
        &size, nullptr);
    return Outcome{code, code == DESPIN_OK ? size : 0};
  });
}

TEST_F(CMemoryFaults, OfComparing) {
  const std::string& original = original_;
  const std::string& suspect = suspect_;
  sweep([&] {
    return outcome_of<c::Aligner>(
        [&](auto out, auto* error) { return despin_aligner_new(detector_.get(), out, error); },
        [](auto*) { return std::size_t{1}; });
  });
  c::Aligner aligner;
  ASSERT_EQ(despin_aligner_new(detector_.get(), c::out(aligner), nullptr), DESPIN_OK);
  sweep([&] {
    return with_workspace([&](despin_workspace* workspace) {
      return outcome_of<c::Comparison>(
          [&](auto out, auto* error) {
            return despin_compare(aligner.get(), workspace, original.data(), original.size(),
                                  suspect.data(), suspect.size(), nullptr, out, error);
          },
          [](auto* comparison) { return despin_comparison_get(comparison)->run_count; });
    });
  });
  c::Comparison comparison;
  ASSERT_EQ(despin_compare(aligner.get(), nullptr, original.data(), original.size(), suspect.data(),
                           suspect.size(), nullptr, c::out(comparison), nullptr),
            DESPIN_OK);
  sweep([&] {
    std::size_t size = 0;
    return outcome_of<c::Text>(
        [&](auto out, auto* error) {
          return despin_comparison_json(comparison.get(), "a", 1, original.data(), original.size(),
                                        "b", 1, suspect.data(), suspect.size(), out, &size, error);
        },
        [&](auto*) { return size; });
  });
}

TEST_F(CMemoryFaults, OfSearching) {
  const std::string& text = original_;
  {
    c::Writer writer;
    ASSERT_EQ(despin_index_writer_open(folder_.path().c_str(), nullptr, c::out(writer), nullptr),
              DESPIN_OK);
    despin_source_document document;
    despin_source_document_init(&document, sizeof document);
    document.id = c::string("original");
    document.text = c::string(text);
    ASSERT_EQ(despin_index_writer_add(writer.get(), &document, nullptr, nullptr, nullptr),
              DESPIN_OK);
    ASSERT_EQ(despin_index_writer_commit(writer.get(), nullptr), DESPIN_OK);
  }
  sweep([&] {
    return outcome_of<c::Index>(
        [&](auto out, auto* error) {
          return despin_index_open(folder_.path().c_str(), detector_.get(), nullptr, out, error);
        },
        [](auto* index) { return std::size_t{despin_index_get_statistics(index)->documents}; });
  });
  sweep([&] {
    return outcome_of<c::Statistics>(
        [&](auto out, auto* error) {
          return despin_index_verify(folder_.path().c_str(), nullptr, nullptr, nullptr, out, error);
        },
        [](auto* read) { return despin_index_statistics_get(read)->segment_count; });
  });
  c::Index index;
  ASSERT_EQ(
      despin_index_open(folder_.path().c_str(), detector_.get(), nullptr, c::out(index), nullptr),
      DESPIN_OK);
  sweep([&] {
    return with_workspace([&](despin_workspace* workspace) {
      return outcome_of<c::Matches>(
          [&](auto out, auto* error) {
            return despin_search(index.get(), workspace, text.data(), text.size(), nullptr, out,
                                 error);
          },
          [](auto* matches) { return despin_matches_get(matches)->match_count; });
    });
  });
  c::Matches matches;
  ASSERT_EQ(despin_search(index.get(), nullptr, text.data(), text.size(), nullptr, c::out(matches),
                          nullptr),
            DESPIN_OK);
  sweep([&] {
    std::size_t size = 0;
    return outcome_of<c::Text>(
        [&](auto out, auto* error) {
          return despin_matches_json(matches.get(), "a", 1, out, &size, error);
        },
        [&](auto*) { return size; });
  });
}

TEST_F(CMemoryFaults, OfReadingDocuments) {
  const std::string& text = suspect_;
  sweep([&] {
    return outcome_of<c::Document>(
        [&](auto out, auto* error) {
          return despin_document_read(text.data(), text.size(), nullptr, out, error);
        },
        [](auto* document) { return despin_document_get(document)->text.size; });
  });
  const std::string page =
      "<html><head><title>The harbour</title><script type=\"application/ld+json\">"
      "{\"@type\":\"NewsArticle\",\"headline\":\"A\"}</script></head><body><p>" +
      text + "</p><p>Second &amp; last.</p></body></html>";
  sweep([&] {
    return outcome_of<c::Document>(
        [&](auto out, auto* error) {
          return despin_document_read(page.data(), page.size(), nullptr, out, error);
        },
        [](auto* document) { return despin_document_get(document)->text.size; });
  });
  constexpr std::string_view kLine =
      R"({"text":"a bash","id":"1","substitutions":[["bash","party"]]})";
  sweep([&] {
    return outcome_of<c::LabeledRecord>(
        [&](auto out, auto* error) {
          return despin_json_line_read_labeled(kLine.data(), kLine.size(), nullptr, out, error);
        },
        [](auto* record) { return despin_labeled_record_get(record)->substitution_count; });
  });
  const small_model::TemporaryFile file("a.txt");
  std::ofstream(file.path()) << text;
  sweep([&] {
    return outcome_of<c::Reader>(
        [&](auto out, auto* error) {
          return despin_reader_open(file.path().c_str(), nullptr, out, error);
        },
        [](auto*) { return std::size_t{1}; });
  });
  sweep([&] {
    c::Walk walk;
    const char* names[] = {file.path().c_str()};
    despin_code code = despin_walk_new(names, 1, 0, c::out(walk), nullptr);
    despin_string path;
    std::int32_t more = 0;
    if (code == DESPIN_OK) code = despin_walk_next(walk.get(), &path, &more, nullptr);
    return Outcome{code, static_cast<std::size_t>(more)};
  });
}

// A text whose report finds no memory is its own error, as in a batch of any size; what all share
// is one of the batch.
TEST_F(CMemoryFaults, OfBatches) {
  const std::string& text = suspect_;
  const std::vector<despin_string> texts(5, c::string(text));
  despin_batch_options options;
  despin_batch_options_init(&options, sizeof options);
  options.check = &check_;
  struct Counts {
    std::size_t done = 0;
    std::size_t short_of_memory = 0;
  };
  const auto take = [](void* context, std::uint64_t, despin_report* report,
                       const despin_error* error) -> std::int32_t {
    auto& counts = *static_cast<Counts*>(context);
    if (report != nullptr) ++counts.done;
    if (error->code == DESPIN_OUT_OF_MEMORY) ++counts.short_of_memory;
    despin_report_free(report);
    return 0;
  };
  for (const std::size_t threads : {1U, 3U}) {
    options.threads = threads;
    for (std::size_t from = 0; from < 120; from += from < 40 ? 1 : 9) {
      for (const std::size_t until : {from + 1, kForever}) {
        Counts counts;
        allocations.fail(from, until);
        const despin_code code = despin_check_batch(detector_.get(), texts.data(), texts.size(),
                                                    take, &counts, &options, nullptr);
        allocations.stop();
        if (code == DESPIN_OK) {
          EXPECT_EQ(counts.done + counts.short_of_memory, 5U) << from;
        } else {
          EXPECT_EQ(code, DESPIN_OUT_OF_MEMORY) << from;
        }
      }
    }
    Counts counts;
    EXPECT_EQ(despin_check_batch(detector_.get(), texts.data(), texts.size(), take, &counts,
                                 &options, nullptr),
              DESPIN_OK);
    EXPECT_EQ(counts.done, 5U);
  }
}

TEST_F(CMemoryFaults, OfColumns) {
  const made_arrow::MadeArrow texts("u", {suspect_, std::nullopt, "short"});
  despin_batch_options options;
  despin_batch_options_init(&options, sizeof options);
  options.threads = 1;
  std::size_t faults = 0;
  for (std::size_t from = 0; from < 400; from += from < 60 ? 1 : 7) {
    for (const std::size_t until : {from + 1, kForever}) {
      ArrowArray array;
      ArrowSchema schema;
      allocations.fail(from, until);
      const despin_code code = despin_check_arrow(detector_.get(), &texts.array, &texts.schema,
                                                  &options, &array, &schema, nullptr);
      allocations.stop();
      if (code == DESPIN_OK) {
        EXPECT_EQ(array.length, 3);
        array.release(&array);
        schema.release(&schema);
        continue;
      }
      ++faults;
      EXPECT_EQ(code, DESPIN_OUT_OF_MEMORY) << from;
      EXPECT_EQ(array.release, nullptr);
      EXPECT_EQ(schema.release, nullptr);
    }
  }
  EXPECT_GT(faults, 20U);
}

}  // namespace
}  // namespace despin
