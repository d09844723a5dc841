# docker build -t dicomweb-conformance .
# docker run --rm --user "$(id -u)" -v "$PWD:/work" dicomweb-conformance run --url https://dicom.example.org/v2 --report report
FROM python:3.12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*
COPY . /src
RUN pip install --no-cache-dir "/src[pdf,sign]" && rm -rf /src
RUN useradd --create-home judge
USER judge
WORKDIR /work
ENTRYPOINT ["dicomweb-conformance"]
CMD ["run"]
