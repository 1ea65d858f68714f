#include "lib/decode/forward_backward.h"

#include <cstddef>
#include <cstdint>

#include "lib/base/exact_math.h"

namespace despin::decode {
namespace {

double arc_prior(const Lattice& lattice, const Arc& arc, double rate) {
  if (arc.entry != kKept) return rate;
  return lattice.swappable[lattice.nodes[arc.from].position] != 0 ? 1 - rate : 1;
}

}  // namespace

double forward(const Lattice& lattice, double rate, std::vector<double>& alpha) {
  alpha.assign(lattice.nodes.size(), 0.0);
  alpha[0] = 1;
  for (const Arc& arc : lattice.arcs) {
    alpha[arc.to] +=
        alpha[arc.from] * static_cast<double>(arc.weight) * arc_prior(lattice, arc, rate);
  }
  double total = 0;
  for (const std::uint32_t node : lattice.final_nodes) total += alpha[node];
  return base::exact_log(total);
}

RateColumn forward_rates(const Lattice& lattice, const Rates& rates,
                         std::vector<RateColumn>& alpha) {
  RateColumn ones;
  RateColumn kept;
  RateColumn swapped;
  for (std::size_t r = 0; r < std::tuple_size_v<Rates>; ++r) {
    ones[r] = 1;
    kept[r] = 1 - rates[r];
    swapped[r] = rates[r];
  }
  alpha.assign(lattice.nodes.size(), RateColumn{});
  alpha[0] = ones;
  for (const Arc& arc : lattice.arcs) {
    const bool swappable = lattice.swappable[lattice.nodes[arc.from].position] != 0;
    const RateColumn& prior = arc.entry != kKept ? swapped : swappable ? kept : ones;
    const auto weight = static_cast<double>(arc.weight);
    const RateColumn from = alpha[arc.from];
    RateColumn& to = alpha[arc.to];
    for (std::size_t r = 0; r < std::tuple_size_v<Rates>; ++r) to[r] += from[r] * weight * prior[r];
  }
  RateColumn total{};
  for (const std::uint32_t node : lattice.final_nodes) {
    for (std::size_t r = 0; r < std::tuple_size_v<Rates>; ++r) total[r] += alpha[node][r];
  }
  for (double& t : total) t = base::exact_log(t);
  return total;
}

void backward(const Lattice& lattice, double rate, std::vector<double>& beta) {
  beta.assign(lattice.nodes.size(), 0.0);
  for (const std::uint32_t node : lattice.final_nodes) beta[node] = 1;
  for (auto arc = lattice.arcs.rbegin(); arc != lattice.arcs.rend(); ++arc) {
    beta[arc->from] +=
        beta[arc->to] * static_cast<double>(arc->weight) * arc_prior(lattice, *arc, rate);
  }
}

}  // namespace despin::decode
