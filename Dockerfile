# Atlas in one image: every agent and docker-gate are the same program with another argument.
# The tag names an exact release; for a deployment that must be bit for bit the same, pin its digest too.
FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings its own Node, so the optional platform packages of Node stay out. No package runs a script at installation.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

FROM node:24.21.0-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY . .
# The code belongs to root and is read only for the agents. What they write lies in volumes that the deployment mounts here,
# which start as copies of these folders with their owner. /opt/atlas/bin is there so that people can say `docker compose exec atlas atlas status`.
RUN mkdir -p state/incidents state/locks state/reports state/docker-gate /opt/atlas/bin \
    && chown -R node:node state \
    && chmod 0750 state state/incidents state/locks state/reports state/docker-gate \
    && ln -s /app/cli/atlas.js /opt/atlas/bin/atlas
ENV PATH=/opt/atlas/bin:$PATH
# The file system is read-only in production: what Node compiles once goes to the tmpfs.
ENV NODE_COMPILE_CACHE=/tmp/compile-cache
USER node
# Healthy means that the agent's heartbeat is young enough, not that a process exists.
ENV ATLAS_AGENT=atlas
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s --retries=3 \
    CMD ["sh", "-c", "exec node cli/atlas.js status --health \"$ATLAS_AGENT\""]
ENTRYPOINT ["node", "/app/cli/atlas.js"]
CMD ["--help"]
