// The hold model and M/M/1 on the actors of SimGrid, as its s4u interface has them: an actor sleeps for a delay.
// Arguments: `hold PENDING OPERATIONS` or `mm1 JOBS`. Prints operations per second.
#include <simgrid/s4u.hpp>

#include <cstring>
#include <deque>

#include "draws.h"

namespace sg = simgrid::s4u;

static Draws draws;

/** Each actor is one pending event. */
static void hold(const std::vector<sg::Host*>& hosts, int pending, long operations) {
  static long done, warm, all;
  static std::chrono::steady_clock::time_point start;
  warm = operations / 2;
  all = warm + operations;
  for (int n = 0; n < pending; n++)
    sg::Actor::create("tick", hosts[0], [] {
      for (;;) {
        sg::this_actor::sleep_for(draws.delayUs() / 1e6);
        if (++done == warm) start = std::chrono::steady_clock::now();
        if (done != all) continue;
        printRate(all - warm, start);
        std::fflush(stdout);
        std::_Exit(0);
      }
    });
}

/** One actor brings jobs, one serves them. */
static void queue(const std::vector<sg::Host*>& hosts, long jobs) {
  static std::deque<double> waiting;
  static const sg::SemaphorePtr there = sg::Semaphore::create(0);
  sg::Actor::create("users", hosts[0], [jobs] {
    for (long n = 0; n < jobs; n++) {
      waiting.push_back(sg::Engine::get_clock());
      there->release();
      sg::this_actor::sleep_for(draws.exponential(1));
    }
  });
  sg::Actor::create("station", hosts[0], [jobs] {
    const auto start = std::chrono::steady_clock::now();
    double sojournS = 0;
    for (long n = 0; n < jobs; n++) {
      there->acquire();
      sg::this_actor::sleep_for(draws.exponential(0.8));
      sojournS += sg::Engine::get_clock() - waiting.front();
      waiting.pop_front();
    }
    printRate(jobs, start);
    checkSojourn(sojournS / jobs);
  });
}

int main(int argc, char** argv) {
  sg::Engine engine(&argc, argv);
  // Stacks of 8 MiB, the default, are more than 10,000 actors of a line each need.
  sg::Engine::set_config("contexts/stack-size:64");
  auto* zone = sg::create_full_zone("world");
  const std::vector<sg::Host*> hosts = {zone->create_host("host", 1e9)};
  zone->seal();
  if (argc == 4 && std::strcmp(argv[1], "hold") == 0)
    hold(hosts, std::atoi(argv[2]), std::atol(argv[3]));
  else if (argc == 3)
    queue(hosts, std::atol(argv[2]));
  else
    return 2;
  engine.run();
  return 0;
}
