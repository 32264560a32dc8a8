# A bot, Discord's or Telegram's: talks and queues, and has no audio and no model library in it.
#   docker build -f docker/bot.Dockerfile -t spotpop-bot .
# The same minor version is executed by docker/rehearse on Debian 13.
ARG PYTHON=python:3.13.7-slim-trixie@sha256:5f55cdf0c5d9dc1a415637a5ccc4a9e18663ad203673173b8cda8f8dcacef689
FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/spotpop
COPY docker/bot-requirements.txt constraints.txt ./
RUN /opt/spotpop/bin/pip install --requirement bot-requirements.txt --constraint constraints.txt
COPY pyproject.toml README.md LICENSE ./
COPY spotpop spotpop
COPY worker worker
COPY bot bot
COPY models models
# The package as it is, without what only forecasts need.
RUN /opt/spotpop/bin/pip install --no-deps .

# hadolint ignore=DL3006
FROM ${PYTHON}
RUN groupadd --system --gid 10001 spotpop \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /data spotpop \
    && install -d -o 10001 -g 10001 /data
COPY --from=build /opt/spotpop /opt/spotpop
ENV PATH=/opt/spotpop/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SPOTPOP_DATA_DIR=/data \
    SPOTPOP_LOG_FORMAT=json \
    SPOTPOP_HEALTH_FILE=/tmp/spotpop.alive
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-m", "worker.queue.health"]
ENTRYPOINT ["spotpop", "bot"]
CMD ["discord"]
