# syntax=docker/dockerfile:1
# The run-time dependencies only: no compiler, no test tools.
FROM docker.io/library/node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
RUN mkdir /data

# No shell, no package manager; uid 65532.
FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
ENV NODE_ENV=production FEDISTATUS_DATA_DIRECTORY=/data
COPY --from=dependencies /app/node_modules node_modules
COPY package.json config.yaml LICENSE ./
COPY src src
# Read-only root: nothing is written outside /data. The volume takes over this owner.
COPY --from=dependencies --chown=65532:65532 /data /data
VOLUME /data
EXPOSE 10061
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["/nodejs/bin/node", "--disable-warning=ExperimentalWarning", "/app/src/main.ts", "healthcheck"]
ENTRYPOINT ["/nodejs/bin/node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", "/app/src/main.ts"]
CMD ["serve", "--config.file=/app/config.yaml", "--web.listen-address=0.0.0.0:10061"]
