/*
 * When the kernel saw each connection to a port begin and its last byte of an answer arrive: a packet socket on the
 * loopback device, with the kernel's own timestamps.
 *
 * sniff PORT    prints a line for each finished connection until it is ended: PATH SYN_NANOSECONDS LAST_DATA_NANOSECONDS
 */
#define _GNU_SOURCE
#include "floor.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netpacket/packet.h>
#include <net/ethernet.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

struct connection {
  int64_t syn, last_data;
  char path[64];
};

/* By the client's port: a port is not used again while its connection lives. */
static struct connection connections[65536];
static volatile sig_atomic_t is_over;

static void stop(int signal_number) {
  (void)signal_number;
  is_over = 1;
}

static int64_t timestamp_of(struct msghdr *message) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part != NULL; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    struct timespec at;
    memcpy(&at, CMSG_DATA(part), sizeof at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
  }
  return 0;
}

static void take_request(struct connection *connection, const char *data, size_t size) {
  if (connection->path[0] != 0 || size < 5 || memcmp(data, "GET ", 4) != 0) return;
  size_t length = strcspn(data + 4, " ?\r\n");
  if (length >= sizeof connection->path) length = sizeof connection->path - 1;
  memcpy(connection->path, data + 4, length);
}

static void take(const char *packet, size_t size, int port, int64_t at) {
  if (size < sizeof(struct iphdr)) return;
  const struct iphdr *ip = (const struct iphdr *)packet;
  size_t ip_size = ip->ihl * 4u;
  if (ip->version != 4 || ip->protocol != IPPROTO_TCP || size < ip_size + sizeof(struct tcphdr)) return;
  const struct tcphdr *tcp = (const struct tcphdr *)(packet + ip_size);
  size_t head = ip_size + tcp->doff * 4u, total = ntohs(ip->tot_len);
  size_t data = total > head ? total - head : 0;
  if (ntohs(tcp->dest) == port) {
    struct connection *connection = &connections[ntohs(tcp->source)];
    if (tcp->syn) *connection = (struct connection){.syn = at};
    if (data > 0 && size > head) take_request(connection, packet + head, size - head);
  } else if (ntohs(tcp->source) == port) {
    struct connection *connection = &connections[ntohs(tcp->dest)];
    if (data > 0) connection->last_data = at;
  } else {
    return;
  }
  struct connection *connection = &connections[ntohs(tcp->dest) == port ? ntohs(tcp->source) : ntohs(tcp->dest)];
  if ((tcp->fin || tcp->rst) && connection->syn != 0 && connection->path[0] != 0) {
    printf("%s %lld %lld\n", connection->path, (long long)connection->syn, (long long)connection->last_data);
    connection->syn = 0;
  }
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: sniff PORT\n", stderr);
    return 2;
  }
  int port = atoi(argv[1]);
  int packets = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
  if (packets < 0) die("packet socket");
  struct sockaddr_ll device = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP),
                               .sll_ifindex = (int)if_nametoindex("lo")};
  if (bind(packets, (struct sockaddr *)&device, sizeof device) != 0) die("bind");
  int on = 1, buffer_bytes = 32 * 1024 * 1024;
  if (setsockopt(packets, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0) die("timestamps");
  setsockopt(packets, SOL_SOCKET, SO_RCVBUFFORCE, &buffer_bytes, sizeof buffer_bytes);
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  fputs("listening\n", stderr);
  while (!is_over) {
    char packet[2048], control[256];
    struct sockaddr_ll from;
    struct iovec into = {.iov_base = packet, .iov_len = sizeof packet - 1};
    struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &into, .msg_iovlen = 1,
                             .msg_control = control, .msg_controllen = sizeof control};
    ssize_t size = recvmsg(packets, &message, 0);
    /* On loopback every packet passes twice: going out, and coming in. */
    if (size <= 0 || from.sll_pkttype == PACKET_OUTGOING) continue;
    packet[size] = 0;
    take(packet, (size_t)size, port, timestamp_of(&message));
  }
  return 0;
}
