/*
 * A line with a delay, for kernels without netem: a tunnel device here, one in a network namespace, and every packet
 * handed from one to the other so many milliseconds later.
 *
 * relay NAMESPACE MILLISECONDS    198.18.77.1 is this side, 198.18.77.2 the other; runs until it is ended.
 */
#define _GNU_SOURCE
#include "floor.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { places = 16384, most_bytes = 2048 };

struct packet {
  double due;
  size_t size;
  char bytes[most_bytes];
};

/* One direction: packets leave in the order in which they came. */
struct line {
  int from, to;
  long head, tail;
  struct packet *queue;
};

static void configure(const char *name, const char *address) {
  int control = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq request = {0};
  struct sockaddr_in own = {.sin_family = AF_INET};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  inet_pton(AF_INET, address, &own.sin_addr);
  memcpy(&request.ifr_addr, &own, sizeof own);
  if (ioctl(control, SIOCSIFADDR, &request) != 0) die("address");
  inet_pton(AF_INET, "255.255.255.0", &own.sin_addr);
  memcpy(&request.ifr_netmask, &own, sizeof own);
  if (ioctl(control, SIOCSIFNETMASK, &request) != 0) die("netmask");
  if (ioctl(control, SIOCGIFFLAGS, &request) != 0) die("flags");
  request.ifr_flags |= IFF_UP | IFF_RUNNING;
  if (ioctl(control, SIOCSIFFLAGS, &request) != 0) die("up");
  close(control);
}

static int open_tunnel(const char *name, const char *address) {
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (device < 0) die("/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (ioctl(device, TUNSETIFF, &request) != 0) die("tunnel");
  configure(name, address);
  return device;
}

static void enter(const char *namespace) {
  char path[256];
  snprintf(path, sizeof path, "/run/netns/%s", namespace);
  int other = open(path, O_RDONLY | O_CLOEXEC);
  if (other < 0 || setns(other, CLONE_NEWNET) != 0) die("namespace");
  close(other);
}

static void take_in(struct line *line, double delay) {
  while (line->tail - line->head < places) {
    struct packet *packet = &line->queue[line->tail % places];
    ssize_t size = read(line->from, packet->bytes, most_bytes);
    if (size <= 0) return;
    packet->size = (size_t)size;
    packet->due = monotonic_seconds() + delay;
    line->tail++;
  }
}

/* Hands over what is due. Returns how many seconds until the next is, at most one. */
static double hand_over(struct line *line) {
  while (line->head < line->tail) {
    struct packet *packet = &line->queue[line->head % places];
    double rest = packet->due - monotonic_seconds();
    if (rest > 0) return rest;
    if (write(line->to, packet->bytes, packet->size) < 0 && errno != EAGAIN) die("write");
    line->head++;
  }
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fputs("usage: relay NAMESPACE MILLISECONDS\n", stderr);
    return 2;
  }
  double delay = atof(argv[2]) / 1000;
  int here = open_tunnel("fsbench0", "198.18.77.1");
  enter(argv[1]);
  int there = open_tunnel("fsbench1", "198.18.77.2");
  struct line lines[] = {{.from = here, .to = there}, {.from = there, .to = here}};
  for (int index = 0; index < 2; index++) {
    lines[index].queue = malloc(places * sizeof(struct packet));
    if (lines[index].queue == NULL) die("memory");
  }
  fputs("ready\n", stderr);
  for (;;) {
    double one = hand_over(&lines[0]), other = hand_over(&lines[1]);
    double rest = one < other ? one : other;
    struct timespec patience = {.tv_sec = (time_t)rest, .tv_nsec = (long)((rest - (double)(time_t)rest) * 1e9)};
    struct pollfd devices[] = {{.fd = here, .events = POLLIN}, {.fd = there, .events = POLLIN}};
    ppoll(devices, 2, &patience, NULL);
    take_in(&lines[0], delay);
    take_in(&lines[1], delay);
  }
}
