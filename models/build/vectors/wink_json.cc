#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "models/build/vectors/collector.h"
#include "models/build/vectors/open_input.h"
#include "models/build/vectors/sources.h"

namespace despin::vectors {
namespace {

using nlohmann::json;

// Takes the file's events as they come: as a tree it would fill several times its size.
class Handler final : public nlohmann::json_sax<json> {
 public:
  explicit Handler(Collector& collector) : collector_(&collector) {}

  std::uint32_t dimensions() const { return dimensions_; }
  const std::string& complaint() const { return complaint_; }
  bool saw_vectors() const { return saw_vectors_; }

  bool start_object(std::size_t /*elements*/) override {
    ++depth_;
    in_vectors_ = depth_ == 2 && top_key_ == "vectors";
    if (!in_vectors_) return true;
    saw_vectors_ = true;
    if (dimensions_ > 0) return true;
    return stop("holds vectors before it says how many dimensions they have");
  }
  bool end_object() override {
    --depth_;
    in_vectors_ = false;
    return true;
  }
  bool key(string_t& key) override {
    if (depth_ == 1) top_key_ = key;
    if (in_vectors_) word_ = collector_->want(key);
    return true;
  }
  bool start_array(std::size_t /*elements*/) override {
    ++depth_;
    values_.clear();
    return true;
  }
  bool end_array() override {
    --depth_;
    if (!in_vectors_ || depth_ != 2 || word_ == kUnknownWord) return true;
    if (values_.size() < dimensions_) return stop("holds a vector of fewer values than others");
    collector_->add(std::exchange(word_, kUnknownWord), std::exchange(values_, {}));
    return true;
  }

  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (depth_ == 1 && top_key_ == "dimensions") {
      if (value == 0 || value > kMost) return stop("has a number of dimensions that cannot be");
      dimensions_ = static_cast<std::uint32_t>(value);
    }
    return number(static_cast<double>(value));
  }
  bool number_float(number_float_t value, const string_t& /*spelled*/) override {
    return number(value);
  }
  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool string(string_t& /*value*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return true; }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return stop("is not JSON, or is cut short");
  }

 private:
  static constexpr std::uint32_t kMost = 65536;

  bool number(double value) {
    const bool mine = in_vectors_ && depth_ == 3 && word_ != kUnknownWord;
    if (mine && values_.size() < dimensions_) values_.push_back(static_cast<float>(value));
    return true;
  }
  bool stop(const char* complaint) {
    complaint_ = complaint;
    return false;
  }

  Collector* collector_;
  std::uint32_t dimensions_ = 0;
  int depth_ = 0;
  bool in_vectors_ = false;
  bool saw_vectors_ = false;
  WordId word_ = kUnknownWord;
  std::string top_key_;
  std::vector<float> values_;
  std::string complaint_;
};

}  // namespace

Result<Found> read_wink_json(const std::string& path, const format::Vocabulary& vocabulary,
                             const Wanted& wanted) {
  auto in = open_input(path);
  if (!in) return in.error();
  Collector collector(vocabulary, wanted);
  Handler handler(collector);
  const bool whole = json::sax_parse(*in, &handler);
  if (!whole || !handler.saw_vectors()) {
    const std::string found = whole ? "has no vectors" : handler.complaint();
    return Error{ErrorCode::kBadInput,
                 found + "; expected the JSON of wink-embeddings; fetch it again"};
  }
  return Found{handler.dimensions(), collector.take()};
}

}  // namespace despin::vectors
