# Ferrule in a container: docs/manual/install.md says how to build and run it. The packages in gateway/target are made by
# mvn -DskipTests -Pdeb package; the one for the image's processor is installed.
#
# Any Debian or Ubuntu with the C library that the package asks for.
ARG BASE=debian:trixie-slim
FROM ${BASE}

# Of one number everywhere, so that a volume fits the next image, too.
RUN groupadd --system --gid 901 ferrule \
  && useradd --system --uid 901 --gid 901 --home-dir /var/lib/ferrule --no-create-home --shell /usr/sbin/nologin ferrule

COPY gateway/target/ferrule_*.deb /tmp/
RUN dpkg --install /tmp/ferrule_*_"$(dpkg --print-architecture)".deb \
  && rm /tmp/ferrule_*.deb

USER ferrule
VOLUME /var/lib/ferrule
STOPSIGNAL SIGTERM
# That plain HTTP leads to https, over the loopback of the container, by nothing but a shell.
EXPOSE 8443 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET / HTTP/1.0\\r\\nHost: localhost:8080\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 308 '* ]]"]
ENTRYPOINT ["/usr/bin/ferrule"]
CMD ["run", "--config", "/etc/ferrule/ferrule.yaml"]
