#include "lib/cloze/lstm_cells.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace despin::cloze {
namespace {

TEST(LstmCells, AreStepsOfAnLstm) {
  const auto logistic = [](double x) { return 1 / (1 + std::exp(-x)); };
  for (const std::size_t n : {1U, 7U, 8U, 37U}) {
    std::vector<float> gates(4 * n);
    std::vector<float> cells(n);
    std::vector<std::int16_t> state(n);
    for (std::size_t i = 0; i < gates.size(); ++i) {
      gates[i] = static_cast<float>(static_cast<int>(i * 29 % 101) - 50) / 6;  // beyond any bend
    }
    for (std::size_t i = 0; i < n; ++i) cells[i] = static_cast<float>(i % 5) - 2;
    const std::vector<float> before = cells;
    step_cells(gates, cells, state);
    for (std::size_t i = 0; i < n; ++i) {
      const double in = logistic(gates[i]);
      const double forget = logistic(gates[n + i]);
      const double cell =
          forget * static_cast<double>(before[i]) + in * std::tanh(gates[2 * n + i]);
      EXPECT_NEAR(static_cast<double>(cells[i]), cell, 1e-3);
      EXPECT_NEAR(state[i] / 32767.0, logistic(gates[3 * n + i]) * std::tanh(cell), 1e-3);
    }
  }
}

}  // namespace
}  // namespace despin::cloze
