package dev.tributary.server.node;

import dev.tributary.server.connection.OpenWay;
import dev.tributary.server.health.NodeHealth;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * The Spring application of a node. Its properties follow from {@link NodeSettings} alone: neither
 * an {@code application.properties} of the folder where it was started nor a variable that happens
 * to be named like a property has a say.
 */
record NodeApplication(
    NodeSettings settings, OpenWay way, String version, NodeHealth health, DatabaseGate gate) {

  ConfigurableApplicationContext run() {
    SpringApplication application = new SpringApplication(NodeParts.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    // The listeners of Boot read configuration files and set up logging: the command has done both.
    application.setListeners(List.of());
    application.setEnvironment(environment());
    application.setInitializers(List.of(context -> register(context.getBeanFactory())));
    return application.run();
  }

  private StandardEnvironment environment() {
    return new StandardEnvironment() {
      @Override
      protected void customizePropertySources(MutablePropertySources sources) {
        sources.addFirst(
            new MapPropertySource("node", new NodeProperties(settings).asProperties()));
      }
    };
  }

  private void register(ConfigurableListableBeanFactory beans) {
    beans.registerSingleton("nodeSettings", settings);
    beans.registerSingleton("openWay", way);
    beans.registerSingleton("nodeVersion", new NodeVersion(version));
    beans.registerSingleton("nodeHealth", health);
    beans.registerSingleton("databaseGate", gate);
  }
}
