package dev.tributary.server.web.security;

import dev.tributary.api.ConnectionSource;
import dev.tributary.core.AuditLog;
import dev.tributary.server.config.NodeOption;
import dev.tributary.server.config.WatchedFile;
import dev.tributary.server.config.WatchedFiles;
import dev.tributary.server.node.ApiSettings;
import dev.tributary.server.node.Membership;
import dev.tributary.server.node.NodeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** The gate in front of all controllers. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

  @Bean
  FilterRegistrationBean<Gate> gate(
      NodeSettings settings,
      WatchedFiles files,
      ConnectionSource connections,
      Membership membership) {
    settings.api().tls().ifPresent(tls -> EncryptionFiles.watch(tls, files));
    Audit audit = new Audit(new AuditLog(connections, settings.cluster()));
    FilterRegistrationBean<Gate> gate =
        new FilterRegistrationBean<>(
            new Gate(
                new RequestIds(),
                List.of(rule(settings, files), new StillMember(membership)),
                new Bodies(settings.api().maxBodyBytes()),
                audit));
    gate.setOrder(Ordered.HIGHEST_PRECEDENCE);
    gate.setAsyncSupported(true);
    return gate;
  }

  private static RequestRule rule(NodeSettings settings, WatchedFiles files) {
    ApiSettings api = settings.api();
    if (api.tokens().isEmpty()) {
      LOG.info("no credentials are configured: this node answers its own machine alone, openly");
      return new LoopbackOnly();
    }
    if (api.tls().isEmpty()) {
      LOG.warn("tokens travel unencrypted: set TLS_CERTIFICATE, unless a proxy in front has TLS");
    }
    return authentication(settings, api.tokens().get(), files);
  }

  private static RequestRule authentication(NodeSettings settings, Path file, WatchedFiles files) {
    Set<String> open = settings.api().openPaths();
    WatchedFile<Credentials> credentials =
        files.watch(
            new WatchedFile<>(NodeOption.TOKENS_FILE, file, Credentials::parse, changed -> {}));
    return new Authentication(
        credentials::current,
        new NeededRole(open),
        new FailedAttempts(System::nanoTime),
        open.contains("health") ? Optional.empty() : Optional.of(healthToken(settings)));
  }

  /** Named by the port, so that nodes that share a directory do not share it. */
  private static HealthToken healthToken(NodeSettings settings) {
    return HealthToken.writtenTo(
        settings.directory().resolve("health-%d.token".formatted(settings.port())));
  }
}
