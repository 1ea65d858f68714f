// The aligner's score by the book: every cell of the matrix, no seeds, no band, every
// entry of the channel looked at. Exists to check lib/align on small cases.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "lib/align/align.h"
#include "lib/align/costs.h"

namespace despin::reference {

class PlainAligner {
 public:
  using Words = std::vector<align::Word>;

  PlainAligner(Words original, Words suspect, const channel::Channel& channel,
               const align::Shares& shares)
      : original_(std::move(original)),
        suspect_(std::move(suspect)),
        channel_(channel),
        shares_(shares) {}

  // The most that any way to copy any stretch of one into the other gains, bonuses for
  // beginning and ending with a sentence not counted.
  double best() {
    double best = 0;
    double with_edges = 0;
    for (std::uint32_t i = 0; i <= original_.size(); ++i) {
      for (std::uint32_t j = 0; j <= suspect_.size(); ++j) {
        for (const State state : {kMatch, kSwap, kAdd, kDrop}) {
          const Score score = reach(i, j, state);
          const double total = score.nats + score.edges + edge(i, j);
          if (total > with_edges) {
            with_edges = total;
            best = score.nats;
          }
        }
      }
    }
    return best;
  }

 private:
  enum State { kMatch, kSwap, kAdd, kDrop };
  struct Score {
    double nats = -1e9;
    double edges = 0;
    double total() const { return nats + edges; }
  };

  double edge(std::uint32_t i, std::uint32_t j) const {
    const bool original =
        i == original_.size() || (original_[i].flags & align::kSentenceStart) != 0;
    const bool suspect = j == suspect_.size() || (suspect_[j].flags & align::kSentenceStart) != 0;
    return original && suspect ? static_cast<double>(costs_.sentence_edge_nats) : 0;
  }

  static void offer(Score& best, Score from, double nats) {
    from.nats += nats;
    if (from.total() > best.total()) best = from;
  }

  Score any(std::uint32_t i, std::uint32_t j) {
    Score best{0, edge(i, j)};  // begins here
    for (const State state : {kMatch, kSwap, kAdd, kDrop}) offer(best, reach(i, j, state), 0);
    return best;
  }

  Score reach(std::uint32_t i, std::uint32_t j, State state) {
    const auto key = std::make_tuple(i, j, state);
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    Score best;
    switch (state) {
      case kMatch:
        if (i > 0 && j > 0 && original_[i - 1].key == suspect_[j - 1].key) {
          offer(best, any(i - 1, j - 1),
                static_cast<double>(align::keep_nats(suspect_[j - 1], shares_, costs_)));
        }
        follow_channel(i, j, best);
        break;
      case kSwap:
        if (i > 0 && j > 0 && original_[i - 1].key != suspect_[j - 1].key) {
          offer(best, any(i - 1, j - 1),
                static_cast<double>(
                    align::unlisted_nats(original_[i - 1], suspect_[j - 1], shares_, costs_)));
        }
        follow_channel(i, j, best);  // more words may follow what is listed
        if (j > 0) {
          offer(best, reach(i, j - 1, kSwap),
                static_cast<double>(align::more_nats(suspect_[j - 1], costs_)));
        }
        if (i > 0) {
          offer(best, reach(i - 1, j, kSwap),
                static_cast<double>(align::more_nats(original_[i - 1], costs_)));
        }
        break;
      case kAdd:
        if (j == 0) break;
        offer(best, any(i, j - 1), static_cast<double>(costs_.add_open_nats));
        offer(best, reach(i, j - 1, kAdd), static_cast<double>(costs_.add_nats));
        break;
      case kDrop:
        if (i == 0) break;
        offer(best, any(i - 1, j), static_cast<double>(costs_.drop_open_nats));
        offer(best, reach(i - 1, j, kDrop), static_cast<double>(costs_.drop_nats));
        break;
    }
    known_[key] = best;
    return best;
  }

  void follow_channel(std::uint32_t i, std::uint32_t j, Score& best) {
    for (std::uint32_t written = 1; written <= channel::kMaxWrittenWords; ++written) {
      for (std::uint32_t meant = 1; meant <= channel::kMaxMeantWords; ++meant) {
        if (written <= j && meant <= i) {
          follow(best, i, j, meant, written, ids(suspect_, j - written, written),
                 ids(original_, i - meant, meant));
        }
        if (written <= i && meant <= j) {
          follow(best, i, j, written, meant, ids(original_, i - written, written),
                 ids(suspect_, j - meant, meant));
        }
      }
    }
  }

  void follow(Score& best, std::uint32_t i, std::uint32_t j, std::uint32_t original_size,
              std::uint32_t suspect_size, const std::vector<WordId>& written,
              const std::vector<WordId>& meant) {
    const auto form = channel_.find(written);
    if (!form) return;
    double nats = 0;
    for (std::uint32_t k = 1; k <= suspect_size; ++k) {
      nats += static_cast<double>(align::surprise(suspect_[j - k], costs_));
    }
    for (auto e = channel_.first_entry(*form); e < channel_.last_entry(*form); ++e) {
      const channel::Meant entry = channel_.meant(e);
      if (!std::equal(meant.begin(), meant.end(), entry.view().begin(), entry.view().end())) {
        continue;
      }
      offer(
          best, any(i - original_size, j - suspect_size),
          nats + static_cast<double>(align::listed_nats(channel_.weight_nats(e), shares_, costs_)));
    }
  }

  static std::vector<WordId> ids(const Words& words, std::uint32_t begin, std::uint32_t size) {
    std::vector<WordId> out;
    for (std::uint32_t k = begin; k < begin + size; ++k) out.push_back(words[k].word);
    return out;
  }

  Words original_;
  Words suspect_;
  const channel::Channel& channel_;
  const align::Shares shares_;
  const align::EditCosts costs_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, State>, Score> known_;
};

}  // namespace despin::reference
