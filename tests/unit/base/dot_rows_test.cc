#include "lib/base/dot_rows.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace despin::base {
namespace {

TEST(DotRows, AreExact) {
  for (const std::size_t columns : {1U, 5U, 16U, 33U, 512U}) {
    for (const std::size_t rows : {1U, 3U, 4U, 9U}) {
      for (const std::size_t vectors : {1U, 3U, 4U, 9U}) {
        std::vector<std::int16_t> matrix(rows * columns);
        std::vector<std::int16_t> all(vectors * columns);
        for (std::size_t i = 0; i < matrix.size(); ++i) {
          matrix[i] = static_cast<std::int16_t>(static_cast<int>(i * 37 % 257) - 128);
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
          all[i] = static_cast<std::int16_t>(static_cast<int>(i * 12345 % 65535) - 32767);
        }
        std::vector<std::int32_t> sums(vectors * rows);
        dot_rows(matrix, columns, all, sums);
        for (std::size_t s = 0; s < sums.size(); ++s) {
          const std::int16_t* row = matrix.data() + s % rows * columns;
          const std::int16_t* vector = all.data() + s / rows * columns;
          std::int64_t sum = 0;
          for (std::size_t i = 0; i < columns; ++i) sum += row[i] * vector[i];
          EXPECT_EQ(sums[s], sum) << rows << " x " << columns << ", of " << vectors;
        }
      }
    }
  }
}

}  // namespace
}  // namespace despin::base
