# syntax=docker/dockerfile:1
# The program in two files that need no packages, and what they compile to.
FROM docker.io/library/node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY scripts scripts
COPY src src
RUN npm run build
RUN mkdir /data

# No shell, no package manager; uid 65532.
FROM gcr.io/distroless/nodejs24-debian13:nonroot
WORKDIR /app
ENV NODE_ENV=production FEDISTATUS_DATA_DIRECTORY=/data MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=8192 MALLOC_TOP_PAD_=4096
COPY --from=build /app/dist dist
COPY config.yaml LICENSE ./
# Read-only root: nothing is written outside /data. The volume takes over this owner.
COPY --from=build --chown=65532:65532 /data /data
VOLUME /data
EXPOSE 10061
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["/nodejs/bin/node", "/app/dist/fedistatus.cjs", "healthcheck"]
ENTRYPOINT ["/nodejs/bin/node", "--max-semi-space-size=2", "/app/dist/fedistatus.cjs"]
CMD ["serve", "--config.file=/app/config.yaml", "--web.listen-address=0.0.0.0:10061"]
