// Memory that runs out at any allocation of a call: an Error, nothing lost, nothing leaked, and the
// same call afterwards gives the same.
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <set>
#include <string>

#include "despin/reader.h"
#include "gtest/gtest.h"
#include "tests/support/api_calls.h"
#include "tests/support/failing_new.h"

namespace despin {
namespace {

using api_calls::ApiCalls;
using failing_new::allocations;
using failing_new::kForever;

// The Result of f() where allocations [from, until) of it fail, and how many there were.
template <class F>
auto with_faults(std::size_t from, std::size_t until, F&& f, std::size_t* all = nullptr) {
  allocations.fail(from, until);
  auto result = f();
  const std::size_t number = allocations.stop();
  if (all != nullptr) *all = number;
  return result;
}

// Lets a call fail at up to some 200 of its allocations: there alone, and from there on. `said`
// spells its result.
template <class F, class Said>
void sweep(F&& call, Said&& said) {
  std::size_t all = 0;
  const auto first = with_faults(0, 0, call, &all);
  ASSERT_TRUE(first) << first.error().message;
  const std::string expected = said(first);
  ASSERT_GT(all, 0U);
  const std::size_t step = all / 150 + 1;
  for (std::size_t from = 0; from < all; from += from < 50 ? 1 : step) {
    for (const std::size_t until : {from + 1, kForever}) {
      {
        const auto failed = with_faults(from, until, call);
        if (failed) {  // as where a sort does without a buffer
          ASSERT_EQ(said(failed), expected) << from << " of " << all;
        } else {
          ASSERT_EQ(failed.error().code, ErrorCode::kOutOfMemory) << failed.error().message;
          ASSERT_FALSE(failed.error().message.empty());
        }
      }
      const auto again = call();
      ASSERT_TRUE(again) << again.error().message;
      ASSERT_EQ(said(again), expected) << from << " of " << all;
    }
  }
}

class MemoryFaults : public testing::Test {
 protected:
  static void SetUpTestSuite() { calls = new ApiCalls("memory_faults", 40); }
  static void TearDownTestSuite() {
    delete calls;
    calls = nullptr;
  }

  std::string said(const Result<Report>& report) { return to_json(*report, "a", calls->suspect()); }

  static ApiCalls* calls;
  const AnalyzeOptions options_{.max_false_positive_rate = 0.1};
  Workspace scratch_;
};

ApiCalls* MemoryFaults::calls = nullptr;

TEST_F(MemoryFaults, OfOpening) {
  const small_model::TemporaryFile file("model");
  api_calls::write_model(file.path());
  sweep([&] { return Detector::open(file.path()); },
        [](const auto& detector) { return fingerprint_name(detector->info().fingerprint); });
  sweep([&] { return model_info(file.path()); },
        [](const auto& info) { return std::to_string(info->sections.size()); });
  sweep([&] { return verify_model(file.path()); }, [](const auto&) { return std::string(); });
}

TEST_F(MemoryFaults, OfAnalyzing) {
  sweep([&] { return calls->detector().analyze(calls->suspect(), scratch_, options_); },
        [&](const auto& report) { return said(report); });
  sweep(
      [&] {
        scratch_.shrink();
        return calls->detector().analyze(calls->suspect(), scratch_, options_);
      },
      [&](const auto& report) { return said(report); });
}

TEST_F(MemoryFaults, OfReading) {
  Reading reading;
  sweep(
      [&]() -> Result<Report> {
        scratch_.shrink();
        if (auto ok = calls->detector().read(calls->suspect(), scratch_, reading); !ok) {
          return ok.error();
        }
        return calls->detector().analyze(reading, scratch_, options_);
      },
      [&](const auto& report) { return said(report); });
}

TEST_F(MemoryFaults, OfRestoring) {
  sweep([&] { return calls->detector().restore("gadget mastering withinside", scratch_); },
        [](const auto& restored) {
          std::string out;
          for (const Restoration& r : *restored) out += r.text + std::to_string(r.score_nats);
          return out;
        });
}

TEST_F(MemoryFaults, OfComparing) {
  sweep(
      [&] {
        scratch_.shrink();
        return calls->aligner().compare(calls->original(), calls->suspect(), scratch_);
      },
      [](const auto& comparison) {
        return to_json(*comparison, "a", calls->original(), "b", calls->suspect());
      });
}

TEST_F(MemoryFaults, OfSearching) {
  sweep(
      [&] {
        scratch_.shrink();
        return calls->index().search({.text = calls->suspect()}, scratch_);
      },
      [](const auto& matches) { return to_json(*matches, "a"); });
}

TEST_F(MemoryFaults, OfSpelling) {
  const auto report = calls->detector().analyze(calls->suspect(), scratch_, options_);
  ASSERT_TRUE(report);
  std::string out;
  out.reserve(std::size_t{1} << 20);
  sweep(
      [&] {
        out.clear();
        return to_json(*report, "a", calls->suspect(), [&](std::string_view s) { out += s; });
      },
      [&](const auto&) { return out; });
  EXPECT_EQ(out, said(report));
}

TEST_F(MemoryFaults, OfReadingDocuments) {
  const std::string page =
      "<html><head><title>The harbour</title><meta name=author content=\"A. Writer\">"
      "<meta property=\"og:url\" content=\"https://www.example.com/a\"></head><body><nav>Home</nav>"
      "<article><h1>The harbour</h1><p>" +
      calls->suspect() + "</p><p>Second &amp; last.</p></article></body></html>";
  for (const std::string& bytes : {page, calls->suspect()}) {
    sweep([&] { return read_document(bytes); },
          [](const auto& document) {
            return document->text + document->title + document->author + document->url;
          });
  }
  sweep([] { return read_record(R"({"text":"a","id":"1","substitutions":[["a","b"]]})"); },
        [](const auto& record) { return record->text + record->id; });
}

class IndexFaults : public MemoryFaults {
 protected:
  using Files = std::multiset<std::string>;

  // What the segments of the folder hold. Their names and the manifest's generation tell how often
  // a commit was tried.
  static Files files_of(const std::string& folder) {
    Files files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".segment") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      files.emplace(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return files;
  }

  // Calls until nothing fails; `draw` says at which allocation the first call does.
  template <class F>
  static void persist(const std::function<std::size_t()>& draw, F&& call) {
    const std::size_t from = draw();
    const auto failed = with_faults(from, from % 2 == 0 ? from + 1 : kForever, call);
    if (failed) return;
    ASSERT_EQ(failed.error().code, ErrorCode::kOutOfMemory) << failed.error().message;
    ++faults;
    const auto again = call();
    ASSERT_TRUE(again) << again.error().message;
  }

  // Writes an index; what is in its folder after each commit.
  static std::vector<Files> write(const std::function<std::size_t()>& draw) {
    std::vector<Files> states;
    const small_index::Folder folder("index_faults");
    std::optional<IndexWriter> writer;
    persist(draw, [&]() -> Result<void> {
      writer.reset();
      auto opened = IndexWriter::open(folder.path());
      if (!opened) return opened.error();
      writer.emplace(std::move(*opened));
      return {};
    });
    for (const std::size_t part : {20U, 5U}) {
      for (const small_index::Made& made : small_index::make_documents(part)) {
        const std::string id = made.id + "/" + std::to_string(part);
        SourceDocument document = made.view();
        document.id = id;
        persist(draw, [&] { return writer->add(document); });
      }
      persist(draw, [&] { return writer->commit(); });
      states.push_back(files_of(folder.path()));
    }
    persist(draw, [&] { return writer->merge(); });
    writer.reset();
    writer.emplace(*IndexWriter::open(folder.path()));  // removes what a merge could not
    states.push_back(files_of(folder.path()));
    EXPECT_EQ(writer->documents(), 25U);
    return states;
  }

  static std::size_t faults;
};

std::size_t IndexFaults::faults = 0;

TEST_F(IndexFaults, OfWriting) {
  const std::vector<Files> expected = write([] { return kForever - 1; });
  ASSERT_EQ(faults, 0U);
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const std::size_t most = std::size_t{1} << (round % 10 + 1);
    const std::vector<Files> states = write([&] { return random() % most; });
    ASSERT_EQ(states.size(), expected.size());
    for (std::size_t i = 0; i < states.size(); ++i) {
      ASSERT_TRUE(states[i] == expected[i]) << "state " << i << " of round " << round;
    }
  }
  EXPECT_GT(faults, 300U);
}

TEST_F(IndexFaults, OfOpening) {
  const small_index::Folder folder("open_faults");
  {
    auto writer = *IndexWriter::open(folder.path());
    for (const small_index::Made& made : small_index::make_documents(20)) {
      ASSERT_TRUE(writer.add(made.view()));
    }
    ASSERT_TRUE(writer.commit());
  }
  const auto documents = [](const auto& statistics) {
    std::string out = std::to_string(statistics->documents);
    for (const auto& segment : statistics->segments) out += segment.corruption;
    return out;
  };
  sweep([&] { return SourceIndex::open(folder.path(), calls->detector()); },
        [](const auto& index) { return std::to_string(index->statistics().documents); });
  sweep([&] { return index_statistics(folder.path()); }, documents);
  sweep([&] { return verify_index(folder.path()); }, documents);
}

}  // namespace
}  // namespace despin
