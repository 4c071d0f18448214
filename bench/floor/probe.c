/*
 * The least that a probe can cost: one epoll loop that keeps so many fresh connections busy, asks, reads the answer by
 * its Content-Length, and checks status and keyword. With a CA file it speaks TLS, shakes hands in full each time and
 * verifies chain and address. It measures no phases, keeps nothing and publishes nothing.
 *
 * probe PORT KEYWORD AT_ONCE WARM_UP COUNT [CA_FILE]    asks 127.9.0.1 to 127.9.0.8 in turn; prints one line of JSON.
 */
#define _GNU_SOURCE
#include "floor.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { hosts = 8, capacity = 16384, most_at_once = 64 };

struct probe {
  int socket;
  SSL *tls;
  int sent;
  size_t length;
  char host[16];
  char answer[capacity + 1];
};

static SSL_CTX *context;
static int port, loop;
static const char *keyword;
static long started, finished, bad;

static void begin(struct probe *probe) {
  long number = started++;
  snprintf(probe->host, sizeof probe->host, "127.9.0.%ld", 1 + number % hosts);
  probe->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (probe->socket < 0) die("socket");
  int on = 1;
  setsockopt(probe->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  inet_pton(AF_INET, probe->host, &to.sin_addr);
  if (connect(probe->socket, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS) die("connect");
  probe->sent = 0;
  probe->length = 0;
  probe->tls = NULL;
  if (context != NULL) {
    probe->tls = SSL_new(context);
    SSL_set_fd(probe->tls, probe->socket);
    SSL_set_connect_state(probe->tls);
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(probe->tls), probe->host);
  }
  struct epoll_event event = {.events = EPOLLOUT, .data.ptr = probe};
  if (epoll_ctl(loop, EPOLL_CTL_ADD, probe->socket, &event) != 0) die("epoll_ctl");
}

static void await(struct probe *probe, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = probe};
  if (epoll_ctl(loop, EPOLL_CTL_MOD, probe->socket, &event) != 0) die("epoll_ctl");
}

/* Whether an answer is complete: 1 yes and good, -1 yes and bad, 0 not yet. */
static int judge(struct probe *probe, int is_end) {
  probe->answer[probe->length] = 0;
  char *body = strstr(probe->answer, "\r\n\r\n");
  if (body == NULL) return is_end ? -1 : 0;
  body += 4;
  char *length = strcasestr(probe->answer, "\r\nContent-Length:");
  size_t expected = length != NULL && length < body ? strtoul(length + 17, NULL, 10) : capacity;
  size_t have = probe->length - (size_t)(body - probe->answer);
  if (have < expected && !is_end) return 0;
  int good = have == expected && strncmp(probe->answer, "HTTP/1.1 200 ", 13) == 0 &&
             memmem(body, have, keyword, strlen(keyword)) != NULL;
  return good ? 1 : -1;
}

static void finish(struct probe *probe, int verdict) {
  if (verdict < 0) bad++;
  finished++;
  if (probe->tls != NULL) SSL_free(probe->tls);
  close(probe->socket);
}

/* What to wait for after an operation of OpenSSL that could not go on; 0: it failed. */
static uint32_t wanted(struct probe *probe, int result) {
  switch (SSL_get_error(probe->tls, result)) {
    case SSL_ERROR_WANT_READ: return EPOLLIN;
    case SSL_ERROR_WANT_WRITE: return EPOLLOUT;
    default: return 0;
  }
}

/* Goes on with a probe as far as it can. 0: it waits; otherwise the verdict. */
static int advance(struct probe *probe) {
  if (!probe->sent) {
    char request[256];
    int size = snprintf(request, sizeof request, "GET /t/0 HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n",
                        probe->host, port);
    if (probe->tls != NULL) {
      int result = SSL_do_handshake(probe->tls);
      if (result == 1) result = SSL_write(probe->tls, request, size);
      if (result <= 0) {
        uint32_t events = wanted(probe, result);
        if (events == 0) return -1;
        await(probe, events);
        return 0;
      }
    } else if (write(probe->socket, request, (size_t)size) != size) {
      return -1;
    }
    probe->sent = 1;
    await(probe, EPOLLIN);
    return 0;
  }
  for (;;) {
    char *into = probe->answer + probe->length;
    size_t room = capacity - probe->length;
    long got = probe->tls != NULL ? SSL_read(probe->tls, into, (int)room) : read(probe->socket, into, room);
    if (got <= 0) {
      int is_waiting = probe->tls != NULL ? wanted(probe, (int)got) != 0 : got < 0 && errno == EAGAIN;
      return is_waiting ? 0 : judge(probe, 1);
    }
    probe->length += (size_t)got;
    int verdict = judge(probe, 0);
    if (verdict != 0) return verdict;
  }
}

static void set_up_tls(const char *ca_file) {
  context = SSL_CTX_new(TLS_client_method());
  if (SSL_CTX_load_verify_locations(context, ca_file, NULL) != 1) die("CA file");
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

int main(int argc, char **argv) {
  if (argc < 6) {
    fputs("usage: probe PORT KEYWORD AT_ONCE WARM_UP COUNT [CA_FILE]\n", stderr);
    return 2;
  }
  port = atoi(argv[1]);
  keyword = argv[2];
  int at_once = atoi(argv[3]);
  long warm_up = atol(argv[4]), count = atol(argv[5]);
  if (at_once < 1 || at_once > most_at_once) return 2;
  if (argc > 6) set_up_tls(argv[6]);
  loop = epoll_create1(EPOLL_CLOEXEC);
  static struct probe probes[most_at_once];
  for (int index = 0; index < at_once; index++) begin(&probes[index]);
  double cpu = 0, wall = 0;
  while (finished < warm_up + count) {
    struct epoll_event events[most_at_once];
    int ready = epoll_wait(loop, events, most_at_once, -1);
    for (int index = 0; index < ready && finished < warm_up + count; index++) {
      struct probe *probe = events[index].data.ptr;
      int verdict = advance(probe);
      if (verdict == 0) continue;
      finish(probe, verdict);
      if (finished == warm_up) {
        cpu = cpu_seconds();
        wall = monotonic_seconds();
      }
      begin(probe);
    }
  }
  printf("{\"probes\":%ld,\"bad\":%ld,\"cpuSeconds\":%.6f,\"wallSeconds\":%.6f}\n", count, bad,
         cpu_seconds() - cpu, monotonic_seconds() - wall);
  return 0;
}
