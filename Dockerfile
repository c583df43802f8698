# The application with all it needs: web, worker, beat and migrate are the same image with another command.
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
COPY requirements.lock /src/
RUN /opt/venv/bin/pip install --require-hashes --no-deps -r /src/requirements.lock
COPY . /src
WORKDIR /src
# Static files belong to the image: hashed, compressed, and the same for every container.
RUN SECRET_KEY=unused-at-build DATABASE_URL=postgresql://unused@127.0.0.1/unused IKZ_VAR=/tmp/var \
    IKZ_STATIC_ROOT=/src/staticfiles /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /opt/venv/bin/python -m compileall -q /opt/venv/lib /src

FROM python:3.13-slim-trixie
# Pango and HarfBuzz render the PDFs; the client's programs write and read backups.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent ikz \
    && install -d -o ikz -g ikz -m 0750 /var/lib/ikz
COPY --from=build /opt/venv /opt/venv
COPY --from=build /src /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    IKZ_VAR=/var/lib/ikz IKZ_STATIC_ROOT=/app/staticfiles XDG_CACHE_HOME=/tmp/cache
USER ikz
VOLUME /var/lib/ikz
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "ikz/gunicorn_conf.py", "ikz.wsgi:application"]
