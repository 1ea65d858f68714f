// tests/unit/base/result_test.cc
#include "despin/result.h"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "despin/version.h"
#include "gtest/gtest.h"

namespace despin {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Error{ErrorCode::kBadInput, "odd number; expected an even one"};
  return n / 2;
}

TEST(Result, HoldsAValue) {
  const Result<int> r = half(8);
  ASSERT_TRUE(r);
  EXPECT_TRUE(r.has_value());
  EXPECT_EQ(*r, 4);
  EXPECT_EQ(r.value(), 4);
}

TEST(Result, HoldsAnError) {
  const Result<int> r = half(7);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(r.error().message, "odd number; expected an even one");
}

TEST(Result, OfFalseIsAValue) {
  // The state is an index, not a type: Result<bool>(false) is a value.
  const Result<bool> r = false;
  ASSERT_TRUE(r.has_value());
  EXPECT_FALSE(*r);
}

TEST(Result, MovesAValueThatCannotBeCopied) {
  Result<std::unique_ptr<int>> r = std::make_unique<int>(5);
  ASSERT_TRUE(r);
  EXPECT_EQ(**r, 5);
  const std::unique_ptr<int> taken = *std::move(r);
  EXPECT_EQ(*taken, 5);
  static_assert(!std::is_copy_constructible_v<Result<std::unique_ptr<int>>>);
}

TEST(Result, ReachesMembersAndAssigns) {
  Result<std::string> r = std::string("abc");
  EXPECT_EQ(r->size(), 3u);
  r->push_back('d');
  EXPECT_EQ(*r, "abcd");
  r = Error{ErrorCode::kTooLarge, "5 letters; at most 4 are taken"};
  ASSERT_FALSE(r);
  r = std::string("back");
  EXPECT_EQ(*r, "back");
}

TEST(Result, OfVoidIsSuccessUnlessGivenAnError) {
  const Result<void> good;
  EXPECT_TRUE(good);
  const Result<void> bad = Error{ErrorCode::kNotFound, "no such file"};
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::kNotFound);
}

TEST(ErrorCode, ValuesAreFrozen) {
  EXPECT_EQ(static_cast<int>(ErrorCode::kNotFound), 1);
  EXPECT_EQ(static_cast<int>(ErrorCode::kNotReadable), 2);
  EXPECT_EQ(static_cast<int>(ErrorCode::kBadModel), 3);
  EXPECT_EQ(static_cast<int>(ErrorCode::kModelTooNew), 4);
  EXPECT_EQ(static_cast<int>(ErrorCode::kBadUtf8), 5);
  EXPECT_EQ(static_cast<int>(ErrorCode::kTooLarge), 6);
  EXPECT_EQ(static_cast<int>(ErrorCode::kBadInput), 7);
  EXPECT_EQ(static_cast<int>(ErrorCode::kNotWritten), 8);
  EXPECT_EQ(static_cast<int>(ErrorCode::kTruncated), 9);
  EXPECT_EQ(static_cast<int>(ErrorCode::kNotAModel), 10);
  EXPECT_EQ(static_cast<int>(ErrorCode::kBadIndex), 11);
  EXPECT_EQ(static_cast<int>(ErrorCode::kIndexTooNew), 12);
  EXPECT_EQ(static_cast<int>(ErrorCode::kLocked), 13);
  EXPECT_EQ(static_cast<int>(ErrorCode::kCanceled), 14);
  EXPECT_EQ(static_cast<int>(ErrorCode::kDeadline), 15);
  EXPECT_EQ(static_cast<int>(ErrorCode::kOutOfMemory), 16);
  EXPECT_EQ(static_cast<int>(ErrorCode::kUnsupported), 17);
}

TEST(ErrorCode, EachHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int code = 1; code <= 17; ++code) {
    const std::string_view name = error_code_name(static_cast<ErrorCode>(code));
    EXPECT_FALSE(name.empty()) << code;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"), name.npos) << name;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(error_code_name(ErrorCode::kNotFound), "not_found");
}

TEST(Version, StringIsMadeOfTheNumbers) {
  EXPECT_EQ(std::string(kVersion), std::to_string(DESPIN_VERSION_MAJOR) + "." +
                                       std::to_string(DESPIN_VERSION_MINOR) + "." +
                                       std::to_string(DESPIN_VERSION_PATCH));
}

}  // namespace
}  // namespace despin
