// lib/decode/forward_backward.h - sums over all paths of a lattice.
//
//   const double total = base::exact_exp(forward(lattice, rate, alpha));
//   backward(lattice, rate, beta);
//   // alpha[a.from] * a.weight * rate * beta[a.to] / total is the posterior of a swap's arc a
//
// Units    Likelihoods relative to that of the text as written.
// Threads  Stateless.
// Cost     O(arcs), times the rates where there are several.
// Method   Rabiner 1989, sec. III.A.
#pragma once

#include <array>
#include <tuple>
#include <vector>

#include "lib/decode/lattice.h"

namespace despin::decode {

// One number for each rate.
using RateColumn = std::array<double, std::tuple_size_v<Rates>>;

// ln of the sum over all paths, every word kept being 1. alpha is left filled.
double forward(const Lattice& lattice, double rate, std::vector<double>& alpha);
// forward() at each of the rates, in one pass.
RateColumn forward_rates(const Lattice& lattice, const Rates& rates,
                         std::vector<RateColumn>& alpha);
// From each node to the end.
void backward(const Lattice& lattice, double rate, std::vector<double>& beta);

}  // namespace despin::decode
