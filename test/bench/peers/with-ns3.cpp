// The hold model and M/M/1 on the event core of ns-3, each event a call of a free function as its manual has it.
// Arguments: `hold SCHEDULER PENDING OPERATIONS` or `mm1 SCHEDULER JOBS`, the scheduler a TypeId such as ns3::MapScheduler. Prints operations per second.
#include <ns3/core-module.h>

#include <deque>
#include <string>

#include "draws.h"

using ns3::MicroSeconds;
using ns3::Simulator;

static Draws draws;
static long left;

static void Tick() {
  Simulator::Schedule(MicroSeconds(draws.delayUs()), &Tick);
  if (--left == 0) Simulator::Stop();
}

static void Hold(int pending, long operations) {
  for (int n = 0; n < pending; n++) Simulator::Schedule(MicroSeconds(draws.delayUs()), &Tick);
  left = operations / 2;
  Simulator::Run();
  left = operations;
  const auto start = std::chrono::steady_clock::now();
  Simulator::Run();
  printRate(operations, start);
}

static std::vector<int64_t> interarrivalUs, serviceUs;
static std::deque<int64_t> waiting;
static long arrived, jobs, served;
static double sojournUs;

static void Leave() {
  sojournUs += Simulator::Now().GetMicroSeconds() - waiting.front();
  waiting.pop_front();
  served++;
  if (!waiting.empty()) Simulator::Schedule(MicroSeconds(serviceUs[served & 65535]), &Leave);
}

static void Arrive() {
  waiting.push_back(Simulator::Now().GetMicroSeconds());
  if (waiting.size() == 1) Simulator::Schedule(MicroSeconds(serviceUs[served & 65535]), &Leave);
  if (++arrived < jobs) Simulator::Schedule(MicroSeconds(interarrivalUs[arrived & 65535]), &Arrive);
}

static void Queue() {
  for (int n = 0; n < 65536; n++) {
    interarrivalUs.push_back(draws.exponential(1e6));
    serviceUs.push_back(draws.exponential(8e5));
  }
  Simulator::Schedule(MicroSeconds(0), &Arrive);
  const auto start = std::chrono::steady_clock::now();
  Simulator::Run();
  printRate(jobs, start);
  checkSojourn(sojournUs / jobs / 1e6);
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  ns3::ObjectFactory scheduler;
  scheduler.SetTypeId(argv[2]);
  Simulator::SetScheduler(scheduler);
  if (std::string(argv[1]) == "hold" && argc == 5) {
    Hold(std::atoi(argv[3]), std::atol(argv[4]));
  } else {
    jobs = std::atol(argv[3]);
    Queue();
  }
  Simulator::Destroy();
  return 0;
}
