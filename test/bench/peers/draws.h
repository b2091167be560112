// The delays of the hold model and of M/M/1 for the peers in C++, and their clock; kernel.ts makes its own alike.
#pragma once
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

/** Drawn beforehand so that drawing is not measured: a linear congruential generator, uniform from 0 to 1. */
struct Draws {
  std::vector<double> uniform = std::vector<double>(65536);
  uint32_t drawn = 0;

  Draws() {
    uint32_t state = 12345;
    for (auto& value : uniform) {
      state = state * 1664525u + 1013904223u;
      value = state / 4294967296.0;
    }
  }

  /** The next delay of the hold model: 0 to 999,999 microseconds. */
  int32_t delayUs() { return static_cast<int32_t>(uniform[drawn++ & 65535] * 1e6); }

  /** The next exponential delay of a mean. */
  double exponential(double mean) { return -mean * std::log1p(-uniform[drawn++ & 65535]); }
};

/** Prints operations per second since `start`. */
inline void printRate(double operations, std::chrono::steady_clock::time_point start) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%.0f\n", operations / took.count());
}

/** M/M/1 at utilisation 0.8 with a mean service of 0.8 s: theory says 4 s in the system; exits when it was far from that. */
inline void checkSojourn(double meanS) {
  if (meanS > 3.4 && meanS < 4.6) return;
  std::fprintf(stderr, "jobs stayed %f s on average, theory says 4\n", meanS);
  std::exit(1);
}
