// The hold model on std::priority_queue: take the earliest event, put it back after a delay. Entries are 16 bytes (instant, key) and carry no operands.
// Arguments: hold, pending events, operations. Prints operations per second.
#include <functional>
#include <queue>

#include "draws.h"

struct Entry {
  double at;
  uint64_t key;
  bool operator>(const Entry& other) const { return at > other.at || (at == other.at && key > other.key); }
};

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int pending = std::atoi(argv[2]);
  const long operations = std::atol(argv[3]);
  std::vector<int32_t> delays;
  Draws draws;
  for (int n = 0; n < 65536; n++) delays.push_back(draws.delayUs());

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
  printRate(operations, start);
  return queue.top().at < 0;
}
