// The hold model on std::priority_queue, the peer of test/bench/kernel.ts: take the earliest event, put it back after a delay.
// Arguments: pending events, operations. Prints operations per second. Entries are 16 bytes (instant, key) and carry no operands.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <queue>
#include <vector>

struct Entry {
  double at;
  uint64_t key;
  bool operator>(const Entry& other) const { return at > other.at || (at == other.at && key > other.key); }
};

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int pending = std::atoi(argv[1]);
  const long operations = std::atol(argv[2]);

  // The same delays as in kernel.ts: a linear congruential generator, scaled to [0, 1,000,000) microseconds.
  std::vector<int32_t> delays(65536);
  uint32_t state = 12345;
  for (auto& delay : delays) {
    state = state * 1664525u + 1013904223u;
    delay = static_cast<int32_t>(state / 4294967296.0 * 1e6);
  }

  std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>> queue;
  uint64_t key = 0;
  uint32_t drawn = 0;
  for (int n = 0; n < pending; n++) queue.push({static_cast<double>(delays[drawn++ & 65535]), key++});
  const auto hold = [&](long count) {
    for (long n = 0; n < count; n++) {
      const Entry entry = queue.top();
      queue.pop();
      queue.push({entry.at + delays[drawn++ & 65535], key++});
    }
  };
  hold(operations / 2);
  const auto start = std::chrono::steady_clock::now();
  hold(operations);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%.0f\n", operations / took.count());
  return queue.top().at < 0;
}
